import type { ModalView } from '@slack/types';
import { describe, expect, test } from 'vitest';
import { readMessageBlocks, readView } from '../../sandbox/slack/check-payload.ts';
import { draftFrom, emergencyModal } from '../../src/commands/emergency/emergency-modal.ts';
import { delegateModal } from '../../src/commands/delegate/delegate-modal.ts';
import { valuesOf } from '../../src/commands/file-change/form-values.ts';
import { changeForm } from '../../src/commands/file-change/form.ts';
import { pirModal, valuesOf as valuesOfPir, withAnother } from '../../src/commands/pir/pir-modal.ts';
import { prefill } from '../../src/commands/pir/prefill.ts';
import { changeList } from '../../src/commands/list/list.ts';
import { logPage, ROWS_MAX } from '../../src/commands/paper/log-page.ts';
import { reasonModal } from '../../src/commands/reason/reason-modal.ts';
import { changeDetails } from '../../src/commands/show/show.ts';
import { startModal } from '../../src/commands/start/start-modal.ts';
import { askedOf } from '../../src/change/asked.ts';
import { TEXT_MAX } from '../../src/change/content.ts';
import { textFault } from '../../src/change/text-fault.ts';
import type { Conflict } from '../../src/change/calendar.ts';
import type { Change } from '../../src/change/model.ts';
import { STATUSES } from '../../src/change/statuses.ts';
import type { Listed } from '../../src/journal/listed.ts';
import { LIST_MAX } from '../../src/journal/read-list.ts';
import type { Logged } from '../../src/journal/read-log.ts';
import { askedLine } from '../../src/slack/asked-words.ts';
import { linesOf } from '../../src/slack/blocks.ts';
import { conflictLines } from '../../src/slack/conflict-words.ts';
import { OPENS_AT, aContent } from '../support/a-change.ts';
import { aPattern } from '../support/a-pattern.ts';
import type { PlainValues } from '../../src/slack/values.ts';
import { shippedStrategies } from '../support/a-strategy.ts';
import { aPolicy, aRunbook, aService, DAY } from '../support/a-policy.ts';
import { distinct, everyStory, HOSTILE, hostile, hostilePolicy, stages } from '../notifications/stories.ts';

const policy = aPolicy();
const strained = hostilePolicy();
const lives = Object.values(everyStory(policy))
  .flatMap((story) => [...stages(story), ...stages(hostile(story))])
  .filter(distinct());

const mrkdwn = (value: unknown): string[] => {
  const found: string[] = [];
  JSON.stringify(value, (_key, one: unknown) => {
    if (one !== null && typeof one === 'object' && 'type' in one && one.type === 'mrkdwn' && 'text' in one)
      found.push(String(one.text));
    return one;
  });
  return found;
};
const OURS =
  /<@[UW][A-Z0-9]+>|<#C0MAINT>|<!subteam\^S[A-Z0-9]+>|<!date\^\d+\^[^<>|]+\|[^<>|]+ UTC>|<https:\/\/[^\s<>|]+(?:\|open)?>/g;

const ABSURD = HOSTILE.repeat(20);
const span = { from: OPENS_AT, to: OPENS_AT + DAY };
const other = {
  id: 'CHG-7',
  title: ABSURD,
  services: [ABSURD],
  implementer: HOSTILE,
  opensAt: 0,
  closesAt: DAY,
} as const;
/** Every kind of conflict, with absurd names. */
const CONFLICTS: readonly Conflict[] = [
  { kind: 'freeze', name: ABSURD, hard: true, ...span },
  { kind: 'freeze', name: ABSURD, hard: false, ...span },
  ...Array.from({ length: 12 }, () => ({
    kind: 'overlap' as const,
    other,
    clashes: [
      { over: 'service', service: ABSURD },
      { over: 'dependency', service: ABSURD, dependsOn: 's1' },
      { over: 'lock', lock: ABSURD },
      { over: 'person', person: HOSTILE },
    ] as const,
  })),
  { kind: 'lowUsage', service: ABSURD, lowUsage: HOSTILE },
  { kind: 'avoid', name: ABSURD, ...span },
  {
    kind: 'tooShort',
    shortfall: { thereIsMs: DAY, workMs: DAY, verifyMs: 1, restoreMs: 1, neededMs: DAY + 2, missingMs: 2 },
  },
  { kind: 'backupLate', startsAt: OPENS_AT, estimateMs: DAY, marginMs: DAY, possibleAt: OPENS_AT },
  { kind: 'filedLate', missed: 'go' },
  { kind: 'filedLate', missed: 'announcement' },
];

/** Who will be asked and what speaks against it. */
function everythingKnown({ content }: Change): readonly string[] {
  const lines = CONFLICTS.flatMap((conflict) => conflictLines([conflict], strained));
  const asked = askedLine(askedOf({ ...content, risk: 'high' }, strained), content.kind, strained);
  return [asked, linesOf([...lines, ...conflictLines(CONFLICTS, strained)])];
}

describe('in every status, whatever people typed', () => {
  test('Slack takes the details, and they mention and link nothing of what was typed', () => {
    expect(new Set(lives.map((l) => l.change.status))).toEqual(new Set(STATUSES));
    for (const { change, facts } of lives) {
      const messages = changeDetails({ change, facts, now: OPENS_AT }, strained);
      for (const blocks of messages) {
        expect(() => readMessageBlocks(blocks)).not.toThrow();
        for (const text of mrkdwn(blocks)) expect(text.replaceAll(OURS, '')).not.toMatch(/[<>]/);
      }
    }
  });

  const takes = (view: ModalView) => {
    expect(() => readView(view, 'modal'), JSON.stringify(view).slice(0, 500)).not.toThrow();
    for (const text of mrkdwn(view)) expect(text.replaceAll(OURS, '')).not.toMatch(/[<>]/);
  };

  test('Slack takes the start and the question for a reason', () => {
    for (const { change } of lives) {
      takes(startModal(change, strained, { plan: HOSTILE.repeat(200), conflicts: CONFLICTS, now: OPENS_AT }));
      takes(startModal(change, strained, { plan: '', conflicts: [], now: OPENS_AT }));
      takes(reasonModal({ do: 'withdraw', change: change.id }, { title: `Withdraw ${HOSTILE}`, submit: HOSTILE }));
    }
  });

  test('the start says what speaks against it at that hour, and nothing of planning late', () => {
    const [life] = lives;
    const shown =
      life && JSON.stringify(startModal(life.change, strained, { plan: '', conflicts: CONFLICTS, now: OPENS_AT }));
    expect(shown).toMatch(
      /What speaks against it now.*it is soft and stops nothing.*Overlaps with CHG-007.*and \d+ more/s,
    );
    const late = CONFLICTS.filter(({ kind }) => kind === 'filedLate' || kind === 'backupLate');
    const quiet =
      life && JSON.stringify(startModal(life.change, strained, { plan: '', conflicts: late, now: OPENS_AT }));
    expect(quiet).not.toContain('speaks against');
  });

  test('Slack takes the form, with details and without', () => {
    for (const { change } of new Map(lives.map((l) => [JSON.stringify(l.change.content), l])).values()) {
      const subject = { mode: 'edit', change: change.id, revision: 1, shown: 'x'.repeat(16) } as const;
      const values = valuesOf(change.content);
      const scene = {
        policy: strained,
        patterns: { [HOSTILE.slice(0, 70)]: aPattern({ title: HOSTILE.repeat(20) }) },
        details: true,
        known: everythingKnown(change),
      };
      takes(changeForm(subject, values, scene));
      takes(changeForm(subject, values, { ...scene, patterns: {}, details: false }));
      takes(changeForm({ ...subject, mode: 'reschedule' }, values, scene));
      takes(changeForm({ ...subject, resumed: 'V0', draftFrom: OPENS_AT, fresh: 1 }, values, scene));
    }
  });

  test('Slack takes the review with all that the record knows, and with as many actions as there may be', () => {
    const ended = lives.filter(({ change }) => change.endedAt !== undefined);
    expect(ended.length).toBeGreaterThan(20);
    for (const { change, facts } of ended) {
      const begins = prefill(change, facts, strained);
      expect(Object.values(begins).filter((text) => text.length > TEXT_MAX)).toEqual([]);
      expect(
        [begins.happened, begins.well, begins.better].map((text) => text !== '' && textFault(text, TEXT_MAX)),
      ).not.toContain(expect.any(String));
      const full = [1, 2, 3, 4].reduce<PlainValues>(withAnother, valuesOfPir(begins));
      const typed = { action1: HOSTILE, owner1: 'U0EVE', due1: '2026-12-10', action5: HOSTILE };
      takes(pirModal(change, valuesOfPir(change.pir ?? begins)));
      takes(pirModal(change, { ...full, ...typed }));
      takes(pirModal(change, { ...full, ...typed }, { draftFrom: OPENS_AT, fresh: 1 }));
    }
  });

  test('Slack takes the questions that belong to a ballot', () => {
    const at = { change: 'CHG-1', ballot: 1 } as const;
    const asks = { title: `Ask about ${HOSTILE}`, submit: 'Ask', asks: 'Question', hint: HOSTILE };
    for (const view of [reasonModal({ do: 'ask', ...at }, asks), delegateModal({ v: 1, do: 'delegate', ...at })])
      expect(() => readView(view, 'modal')).not.toThrow();
  });
});

test('Slack takes the emergency’s modal, whatever was typed behind the command', () => {
  for (const runbook of ['', ...Object.keys(strained.runbooks)]) {
    const views = [
      emergencyModal(strained, { ...draftFrom(HOSTILE.repeat(200), strained), runbook }),
      emergencyModal(strained, { ...draftFrom('', strained), runbook }),
    ];
    for (const view of views) expect(() => readView(view, 'modal')).not.toThrow();
  }
});

test('the longest texts are shown whole, over three messages', () => {
  const long = 'y'.repeat(2_900);
  const [first] = lives;
  if (!first) throw new Error('there are no lives');
  const content = aContent({
    description: long,
    reason: long,
    impact: long,
    implementationPlan: long,
    rollbackPlan: long,
    potentialImpact: long,
    mitigation: long,
    testingPlan: long,
  });
  const messages = changeDetails({ change: { ...first.change, content }, facts: first.facts, now: OPENS_AT }, policy);
  expect(messages).toHaveLength(3);
  for (const blocks of messages) expect(() => readMessageBlocks(blocks)).not.toThrow();
  expect(JSON.stringify(messages).split(long)).toHaveLength(9);
});

test('the longest list, of the longest titles and services, is taken by Slack and says that there is more', () => {
  const listed: Listed = {
    id: 'CHG-123456',
    status: 'goNogo',
    title: HOSTILE.repeat(9).slice(0, 120),
    kind: 'normal',
    risk: 'high',
    services: Array.from({ length: 40 }, (_, i) => `${'s'.repeat(60)}${i}`),
    requester: 'U0ADA',
    opensAt: OPENS_AT,
    closesAt: OPENS_AT + DAY,
  };
  const { blocks, text } = changeList(
    'Open changes',
    Array.from({ length: LIST_MAX + 1 }, () => listed),
    strained.services,
    { typed: HOSTILE.repeat(9).slice(0, 200), filter: { by: 'open' } },
  );
  expect(() => readMessageBlocks(blocks)).not.toThrow();
  expect(text).toContain('CHG-123456 Waiting for GO or NO-GO');
  expect(JSON.stringify(blocks)).toContain('There are more');
});

test('a page of the log, of the longest titles, is taken by Slack and can be turned both ways', () => {
  const row: Logged = {
    id: 'CHG-123456',
    number: 123_456,
    title: HOSTILE.repeat(9).slice(0, 120),
    kind: 'emergency',
    status: 'closed',
    ending: 'withIssues',
    implementer: 'U0ADALOVELACE',
    doneBy: HOSTILE.repeat(9),
    opensAt: OPENS_AT,
  };
  const rows = Array.from({ length: ROWS_MAX + 1 }, () => row);
  const typed = '\ud800'.repeat(200);
  const { blocks, text } = logPage({ typed, rows, turn: 'older', isFirst: false, timezone: 'UTC' });
  expect(() => readMessageBlocks(blocks)).not.toThrow();
  expect(text).toContain('20 changes');
  expect(logPage({ typed: '', rows: [row], turn: 'older', isFirst: true, timezone: 'UTC' }).text).not.toContain(' to ');
  const buttonsOf = (turn: 'older' | 'newer', isFirst: boolean, shown: readonly Logged[]) =>
    [
      ...JSON.stringify(logPage({ typed: '', rows: shown, turn, isFirst, timezone: 'UTC' })).matchAll(
        /turn-page:(\w+)/g,
      ),
    ].map(([, name]) => name);
  const files = ['Markdown', 'CSV'];
  expect(buttonsOf('older', true, rows)).toEqual(['Older', ...files]);
  expect(buttonsOf('older', false, [row])).toEqual(['Newer', ...files]);
  expect(buttonsOf('newer', false, rows)).toEqual(['Newer', 'Older', ...files]);
  expect(buttonsOf('newer', false, [row])).toEqual(['Older', ...files]);
});

test('a policy larger than a select still opens its form, also for a change of the last service in it', () => {
  const many = Object.fromEntries(
    Array.from({ length: 120 }, (_, i) => [`service-${i}`, aService({ name: `Service ${i}` })]),
  );
  const runbooks = Object.fromEntries(Array.from({ length: 120 }, (_, i) => [`runbook-${i}`, aRunbook()]));
  const large = aPolicy({ services: many, runbooks });
  const content = aContent({ services: ['service-119', 'service-3'], runbook: 'runbook-119' });
  const scene = { policy: large, patterns: {}, details: true };
  const view = changeForm({ mode: 'file' }, valuesOf(content), scene);
  expect(() => readView(view, 'modal')).not.toThrow();
});

const inputsOf = (view: ModalView): string[] =>
  view.blocks.flatMap((b) => (b.type === 'input' && b.block_id !== undefined ? [b.block_id] : []));

describe('the form asks', () => {
  const scene = { policy, patterns: { 'web-release': aPattern() }, details: false };
  const DETAILS = ['commit', 'testedIn', 'downtime', 'implementer', 'rollbackDecider', 'rollbackTriggers', 'extraTime'];

  test('of a strategy its name alone, and what that asks once one was chosen', () => {
    const known = { ...scene, policy: { ...policy, strategies: shippedStrategies() }, details: true };
    const asked = (values: PlainValues): string[] => inputsOf(changeForm({ mode: 'file' }, values, known));
    const own = ['stage', 'follows', 'partOf', 'value', 'dataFormat', 'writes'];
    expect(asked({})).toContain('strategy');
    expect(asked({}).filter((field) => own.includes(field))).toEqual([]);
    const series = { strategy: 'expand-and-contract' };
    expect(asked(series).filter((field) => own.includes(field))).toEqual(own.slice(0, 5));
    expect(asked({ ...series, dataFormat: 'compatible' })).toEqual(expect.arrayContaining(own));
    expect(asked({ strategy: 'in-place' })).not.toContain('stage');
    // What a message brought along is shown, so that nothing is filed unseen.
    expect(asked({ partOf: 'CHG-004' })).toContain('partOf');
  });

  test('why the risk is lower than suggested, where it is, and keeps what was written', () => {
    const suggested = { risk: 'medium', points: [] } as const;
    const asked = (values: PlainValues) => inputsOf(changeForm({ mode: 'file' }, values, { ...scene, suggested }));
    expect(asked({ risk: 'low' })).toContain('riskReason');
    expect(asked({ risk: 'medium' })).not.toContain('riskReason');
    expect(asked({ risk: 'low', kind: 'emergency' })).not.toContain('riskReason');
    expect(asked({ risk: 'high', riskReason: 'It was lower.' })).toContain('riskReason');
  });

  test('of a standard change what fits one screen, and the rest behind Details', () => {
    const standard = { kind: 'standard', runbook: 'web-release' };
    expect(inputsOf(changeForm({ mode: 'file' }, standard, scene))).toEqual([
      'title',
      'kind',
      'pattern',
      'description',
      'services',
      'opensAt',
      'duration',
      'runbook',
      'param:release',
    ]);
    const whole = inputsOf(changeForm({ mode: 'file' }, standard, { ...scene, details: true }));
    expect(whole).toEqual(
      expect.arrayContaining(['priority', 'reason', 'rollbackPlan', 'risk', ...DETAILS, 'links', 'attachments']),
    );
  });

  test("of a normal change the template's fields in its order, and no detail", () => {
    expect(inputsOf(changeForm({ mode: 'file' }, {}, scene))).toEqual([
      'title',
      'kind',
      'priority',
      'description',
      'reason',
      'impact',
      'services',
      'implementationPlan',
      'rollbackPlan',
      'risk',
      'potentialImpact',
      'mitigation',
      'testingPlan',
      'opensAt',
      'duration',
      'maintenanceWindow',
      'runbook',
    ]);
  });
});
