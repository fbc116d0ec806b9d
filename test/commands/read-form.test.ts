import { describe, expect, test } from 'vitest';
import { errorsUnderInputs, readForm, readSubject } from '../../src/commands/file-change/read-form.ts';
import { attachmentsProblem } from '../../src/change/attachments.ts';
import type { ChangeContent } from '../../src/change/model.ts';
import { allAttached, BY_HAND, belonging, likeValues, valuesOf } from '../../src/commands/file-change/form-values.ts';
import { plainValues, readValues, typedValues, type PlainValues, type TypedValues } from '../../src/slack/values.ts';
import { OPENS_AT, aContent, aFile } from '../support/a-change.ts';
import { aPolicy, HOUR } from '../support/a-policy.ts';

const text = (value: string | null) => ({ value: { type: 'plain_text_input', value } });
const pick = (value: string) => ({ value: { type: 'static_select', selected_option: { value } } });
const at = (ms: number | null) => ({
  value: { type: 'datetimepicker', selected_date_time: ms === null ? null : ms / 1000 },
});

/** The form as `aContent` would be typed, with some inputs otherwise. */
function typed(inputs: Readonly<Record<string, unknown>> = {}): TypedValues {
  const {
    title,
    description,
    reason,
    impact,
    implementationPlan,
    rollbackPlan,
    potentialImpact,
    mitigation,
    testingPlan,
  } = aContent();
  const texts = {
    title,
    description,
    reason,
    impact,
    implementationPlan,
    rollbackPlan,
    potentialImpact,
    mitigation,
    testingPlan,
  };
  return readValues({
    ...Object.fromEntries(Object.entries(texts).map(([field, value]) => [field, text(value)])),
    kind: pick('normal'),
    priority: pick('medium'),
    services: { value: { type: 'multi_static_select', selected_options: [{ value: 'web' }] } },
    risk: pick('medium'),
    opensAt: at(OPENS_AT),
    duration: text('3h'),
    maintenanceWindow: text(null),
    runbook: pick('web-release'),
    'param:release': text('v2.4.0'),
    ...inputs,
  });
}

describe('the form', () => {
  test('is read as what was typed', () => {
    const { content, errors } = readForm(typed(), aPolicy());
    expect(errors).toEqual({});
    expect(content).toEqual({ ...aContent(), estimateMs: 3 * HOUR });
  });

  test('of an emergency asks for no date, and its long texts may wait', () => {
    const empty = { opensAt: at(null), description: text(null), testingPlan: text(null) };
    const { content, errors } = readForm(typed({ ...empty, kind: pick('emergency') }), aPolicy());
    expect(errors).toEqual({});
    expect(content).toMatchObject({ kind: 'emergency', estimateMs: 3 * HOUR, description: '' });
    const endless = readForm(typed({ ...empty, kind: pick('emergency'), duration: text('soon') }), aPolicy());
    expect(Object.keys(endless.errors)).toEqual(['duration']);
  });

  test('without a word in it tells of every input that the domain cannot judge by itself', () => {
    const { content, errors } = readForm(readValues({}), aPolicy());
    expect(errors).toEqual({
      opensAt: 'Please choose a date and time.',
      duration: 'Write it like 45m, 2h or 2h30m.',
      kind: 'Please choose one.',
      priority: 'Please choose one.',
      risk: 'Please choose one.',
    });
    expect(content).toMatchObject({ title: '', services: [], opensAt: Number.NaN, closesAt: Number.NaN });
  });

  test.each<[string, string, string, Readonly<Record<string, string>>]>([
    ['a duration in words', 'two hours', '', { duration: 'Write it like 45m, 2h or 2h30m.' }],
    ['no duration', '', '', { duration: 'Write it like 45m, 2h or 2h30m.' }],
    ['a duration of nothing', '0m', '', { duration: 'It takes some time: write it like 45m, 2h or 2h30m.' }],
    ['a duration below nothing', '-2h', '', { duration: 'Write it like 45m, 2h or 2h30m.' }],
    ['a window in words', '1h', 'at night', { maintenanceWindow: 'Write it like 22:00-02:00.' }],
    ['a window of nothing', '1h', '20:00-20:00', { maintenanceWindow: 'The end must come after the start.' }],
    ['a clock that shows no such time', '1h', '20:00-24:30', { maintenanceWindow: 'Write it like 22:00-02:00.' }],
    [
      'a window that does not hold the date',
      '1h',
      '21:00-23:00',
      { maintenanceWindow: 'The proposed date lies outside 21:00-23:00 (UTC): the end would come before the start.' },
    ],
    [
      'a window too short',
      '3h',
      '20:00-22:00',
      { maintenanceWindow: 'The window is shorter than the estimated duration.' },
    ],
    [
      'both wrong',
      'long',
      'late',
      { duration: 'Write it like 45m, 2h or 2h30m.', maintenanceWindow: 'Write it like 22:00-02:00.' },
    ],
  ])('with %s says so under its own input', (_, duration, window, errors) => {
    const values = typed({ duration: text(duration), maintenanceWindow: text(window) });
    expect(readForm(values, aPolicy()).errors).toEqual(errors);
  });

  test('refuses a time that the clocks skip in the zone of the policy, and takes it where it exists', () => {
    // 28 March 2027, 01:30 UTC: in Zurich 02:00 to 03:00 does not exist.
    const values = typed({
      opensAt: at(Date.UTC(2027, 2, 28, 1, 30)),
      duration: text('30m'),
      maintenanceWindow: text('02:30-05:00'),
    });
    expect(readForm(values, aPolicy({ timezone: 'Europe/Zurich' })).errors).toEqual({
      maintenanceWindow: 'One of these times does not exist that day in Europe/Zurich: the clocks change.',
    });
    const later = typed({
      opensAt: at(Date.UTC(2027, 2, 28, 2, 45)),
      duration: text('30m'),
      maintenanceWindow: text('02:30-05:00'),
    });
    expect(readForm(later, aPolicy({ timezone: 'UTC' })).errors).toEqual({});
  });

  test('that reschedules keeps everything but the window', () => {
    const former = aContent({ maintenanceWindow: '20:00-23:00' });
    const { content } = readForm(readValues({ opensAt: at(OPENS_AT + HOUR), duration: text('1h') }), aPolicy(), former);
    const { maintenanceWindow: _, ...kept } = former;
    expect(content).toEqual({ ...kept, opensAt: OPENS_AT + HOUR, closesAt: OPENS_AT + 2 * HOUR, estimateMs: HOUR });
  });

  test.each([
    ['nothing', undefined],
    ['no object', 'text'],
    [
      'inputs of another shape',
      { title: [], duration: { value: 7 }, opensAt: { value: { type: 'datetimepicker', selected_date_time: '1' } } },
    ],
    ['another element under a name', { title: pick('x'), opensAt: text('tomorrow') }],
  ])('of %s reads as empty', (_, values) => {
    const { content } = readForm(readValues(values), aPolicy());
    expect(content).toMatchObject({ services: [], params: {}, opensAt: Number.NaN });
  });
});

/** A change with every field that is typed: a new field that the form does not carry fails here. */
const EVERYTHING: Required<Omit<ChangeContent, 'patternVersion'>> = {
  ...aContent(),
  estimateMs: HOUR + 61_000,
  maintenanceWindow: '20:00-23:00',
  runbook: 'web-release',
  pattern: 'web-release',
  justification: 'outage',
  incident: 'CHG-4',
  implementer: 'U0ADA',
  rollbackDecider: 'U0BOB',
  commit: '1a2b3c4',
  testedIn: 'CHG-7',
  strategy: 'expand-and-contract',
  stage: 'switch',
  follows: 'CHG-7',
  partOf: 'CHG-4',
  value: 'The new list can be tried.',
  dataFormat: 'compatible',
  writes: 'queued',
  downtimeMs: 0,
  rollbackTriggers: 'More than 1 % of errors\nfor five minutes',
  riskReason: 'Nobody uses it\nat night.',
  extraTimeMs: 5_400_000,
  links: ['https://git.example.net/pull/7?a=1&b=2', 'TASK-123', 'feature/infra/TASK-123-description'],
  documents: ['https://wiki.example.net/orders', 'The runbook of Orders'],
  attachments: [aFile(), { id: 'F0LOG', name: 'a "quoted" log' }],
};

describe('a change typed into the form again', () => {
  test.each(['normal', 'standard', 'emergency'] as const)('is the same %s change in every field', (kind) => {
    const { pattern, justification, incident, maintenanceWindow, ...rest } = EVERYTHING;
    const own = {
      normal: { maintenanceWindow },
      standard: { maintenanceWindow, pattern },
      emergency: { justification, incident },
    };
    // An emergency has no window before it is recorded.
    const hurried = kind === 'emergency' ? { opensAt: 0, closesAt: EVERYTHING.estimateMs } : {};
    const content = { ...rest, kind, ...own[kind], ...hurried };
    const values = belonging(valuesOf(EVERYTHING), aPolicy());
    const again = readForm(typedValues(belonging({ ...values, ...valuesOf(content) }, aPolicy())), aPolicy());
    expect(again).toEqual({ content, errors: {} });
  });

  test('done by hand has no parameters of a runbook it once had', () => {
    const values = { ...valuesOf(aContent()), runbook: BY_HAND };
    const { content } = readForm(typedValues(belonging(values, aPolicy())), aPolicy());
    expect(content.runbook).toBeUndefined();
    expect(content.params).toEqual({});
  });

  test('keeps every detail that was given and invents none', () => {
    const { content } = readForm(
      typed({
        commit: text(' 1a2b3c4 '),
        testedIn: text('chg-007'),
        downtime: text('0'),
        implementer: { value: { type: 'users_select', selected_user: 'U0BOB' } },
        rollbackDecider: { value: { type: 'users_select', selected_user: null } },
        rollbackTriggers: text(null),
        extraTime: text('1h30m'),
        links: text('  TASK-1 \n\n https://example.net/a\n'),
      }),
      aPolicy(),
    );
    expect(content).toEqual({
      ...aContent(),
      estimateMs: 3 * HOUR,
      commit: '1a2b3c4',
      testedIn: 'CHG-7',
      downtimeMs: 0,
      implementer: 'U0BOB',
      extraTimeMs: 5_400_000,
      links: ['TASK-1', 'https://example.net/a'],
    });
  });

  test('leaves what cannot be read to be judged', () => {
    const { content } = readForm(typed({ testedIn: text('the other one'), downtime: text('-5m') }), aPolicy());
    expect(content).toMatchObject({ testedIn: 'the other one', downtimeMs: Number.NaN });
  });
});

describe('files of a form', () => {
  const [plan, log] = [aFile(), aFile({ id: 'F0LOG', name: 'log.txt' })];
  const ticked = (...ids: string[]) => ({
    value: { type: 'checkboxes', selected_options: ids.map((value) => ({ value })) },
  });
  const chosen = (...files: unknown[]) => ({ value: { type: 'file_input', files } });
  const attached = (values: PlainValues) => readForm(typedValues(values), aPolicy()).content.attachments;
  const former = valuesOf(aContent({ attachments: [plan, log] }));

  test('are those that stay ticked and those that are chosen now, each once', () => {
    const inputs = { attached: ticked('F0LOG'), attachments: chosen(aFile({ id: 'F0NEW' }), log) };
    expect(attached({ ...former, ...plainValues(inputs) })).toEqual([log, aFile({ id: 'F0NEW' })]);
  });

  test('are none where all are unticked, and stay as they are where the form does not show them', () => {
    expect(attached({ ...former, ...plainValues({ attached: ticked(), attachments: chosen() }) })).toBeUndefined();
    expect(attached(former)).toEqual([plan, log]);
  });

  test('are kept of a draft, whose file input Slack draws empty', () => {
    const drafted = plainValues({ attachments: chosen({ ...plan, url_private: 'https://x', size: 3 }) });
    const resumed = allAttached(drafted);
    expect(resumed).toMatchObject({ attached: [plan.id], attachments: [] });
    const again = plainValues({ attached: ticked(plan.id), attachments: chosen() });
    expect(attached({ ...resumed, ...again })).toEqual([plan]);
  });

  test.each([
    ['deleted', { id: 'F0GONE', mode: 'tombstone' }],
    ["another organisation's", { id: 'F0THEIRS', file_access: 'check_file_info' }],
    ['no file', 'F0PLAN'],
    ['nothing', null],
  ])('%s are judged, not dropped', (_, file) => {
    const content = { ...aContent(), attachments: attached(plainValues({ attachments: chosen(plan, file) })) ?? [] };
    expect(attachmentsProblem(content.attachments)).toMatch(/^File 2 is deleted, or Slack does not show it here/);
  });

  test('do not go with another change like it', () => {
    expect(Object.keys(likeValues(aContent({ attachments: [plan] }))).filter((f) => /attach|file/.test(f))).toEqual([]);
  });
});

describe('what a form is about', () => {
  test.each([
    ['', undefined],
    ['{', undefined],
    ['{"v":2,"mode":"file"}', undefined],
    ['{"v":1,"mode":"file","change":"CHG-1"}', undefined],
    ['{"v":1,"mode":"edit"}', undefined],
    ['{"v":1,"mode":"edit","change":"CHG-0","revision":1}', undefined],
    ['{"v":1,"mode":"edit","change":"x","revision":1}', undefined],
    ['{"v":1,"mode":"delete"}', undefined],
    ['{"v":1,"mode":"file","by":"U0ADA"}', undefined],
    ['{"v":1,"mode":"file"}', { mode: 'file' }],
    [
      '{"v":1,"mode":"edit","change":"CHG-7","revision":2,"shown":"ab"}',
      { mode: 'edit', change: 'CHG-7', revision: 2, shown: 'ab' },
    ],
  ])('%s', (metadata, subject) => {
    expect(readSubject(metadata)).toEqual(subject);
  });
});

describe('a problem', () => {
  const fields = ['title', 'kind', 'opensAt', 'duration', 'runbook', 'param:release'];

  test('stands under its input, the end of the window under the duration', () => {
    const problems = [
      { field: 'title', problem: 'Too long.' },
      { field: 'closesAt', problem: 'Too late.' },
      { field: 'param:release', problem: 'Must match x' },
    ] as const;
    expect(errorsUnderInputs(problems, fields)).toEqual({
      title: 'Too long.',
      duration: 'Too late.',
      'param:release': 'Must match x',
    });
  });

  test('of an input that is not shown stands by name under the choice it hangs on, or under the first input', () => {
    const problems = [
      { field: 'pattern', problem: 'Choose one of: web.' },
      { field: 'justification', problem: 'An emergency needs one.' },
      { field: 'param:region', problem: 'Please fill this in.' },
      { field: 'rollbackPlan', problem: 'Please fill this in.' },
      { field: 'services', problem: 'Choose at least one service.' },
    ] as const;
    expect(errorsUnderInputs(problems, fields)).toEqual({
      kind: 'Pattern: Choose one of: web. Justification: An emergency needs one.',
      runbook: 'region: Please fill this in.',
      title: 'Rollback plan: Please fill this in. Services: Choose at least one service.',
    });
  });
});
