import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { JUSTIFICATIONS, KINDS, PRIORITIES, RISKS, type ChangeContent } from '../../src/change/model.ts';
import { DATA_FORMATS, WRITES } from '../../src/change/strategy.ts';
import { printChange } from '../../src/paper/print-change.ts';
import { readMarkdownChange } from '../../src/paper/read-change.ts';
import { HEADINGS } from '../../src/paper/template.ts';
import { aContent, anActor, FILED_AT, filing, liveThrough, OPENS_AT } from '../support/a-change.ts';
import { LISTED, listing, skip, tick } from '../support/a-checklist.ts';
import { aPolicy, aService } from '../support/a-policy.ts';
import { allOk, edit, implemented, inReview, looksBack } from '../support/lives.ts';

const services = {
  web: aService(),
  'core-db': aService({ name: 'Core database: the old one' }),
  'x.y_z': aService({ name: 'x.y_z' }),
};
const ZONES = ['UTC', 'Europe/Zurich', 'America/St_Johns', 'Australia/Lord_Howe'];

/** Pieces of which Markdown is made, ours above all, and what people paste. */
const piece = fc.oneof(
  { weight: 3, arbitrary: fc.string({ unit: 'grapheme', maxLength: 12 }) },
  fc.constantFrom(...HEADINGS.map((h) => `## ${h}`), ...HEADINGS.map((h) => `# ${h.toUpperCase()} #`)),
  fc.constantFrom('# Change Request', '# Change Request: no', '\\## Approval', '\\\\# Timeline', '### Notes'),
  fc.constantFrom(
    '- **Mitigation:** x',
    '- **Title:**',
    '- **Parameter release:** v1',
    '  - **Commit:** 1',
    '* Risk Level: High',
  ),
  fc.constantFrom('```', '~~~sh', '- item', '1. step', '> said', '| a | b |', '---', '===', '<!-- -->', '    code'),
  fc.constantFrom('none', 'None', '\\none', '[Name]', '\\[Name]', '\\\\[x]', '[', ']', '\\', '*', '**', ':', '#', ''),
  fc.constantFrom('\r', '\t', ' ', '  ', '\u2028', '\u00a0', '\u0085', '\ufeff'),
);
const text = fc
  .array(piece, { maxLength: 6 })
  .chain((pieces) => fc.constantFrom('\n', '\n', '\r\n', '\n\n', ' ', '').map((joint) => pieces.join(joint)));
const line = text.map((written) => written.replaceAll('\n', ' '));
const name = fc.stringMatching(/^[A-Za-z][A-Za-z0-9_-]{0,20}$/);
const seconds = (max: number) => fc.integer({ min: 1, max }).map((n) => n * 1000);
const maybe = <T>(arbitrary: fc.Arbitrary<T>) => fc.option(arbitrary, { nil: undefined });

const content: fc.Arbitrary<ChangeContent> = fc
  .record({
    title: line,
    kind: fc.constantFrom(...KINDS),
    priority: fc.constantFrom(...PRIORITIES),
    description: text,
    reason: text,
    impact: text,
    services: fc.subarray(Object.keys(services)),
    implementationPlan: text,
    rollbackPlan: text,
    risk: fc.constantFrom(...RISKS),
    potentialImpact: text,
    mitigation: text,
    testingPlan: text,
    opensAt: fc.integer({ min: 0, max: 4_000_000_000_000 }),
    lengthMs: seconds(14 * 24 * 3600),
    params: fc.dictionary(name, line, { maxKeys: 3 }),
    rest: fc.record({
      estimateMs: maybe(seconds(14 * 24 * 3600)),
      maintenanceWindow: maybe(line),
      runbook: maybe(name),
      pattern: maybe(name),
      patternVersion: maybe(line),
      justification: maybe(fc.constantFrom(...JUSTIFICATIONS)),
      implementer: maybe(fc.constantFrom('U0ADA', 'W123')),
      rollbackDecider: maybe(fc.constant('U0BOB')),
      commit: maybe(line),
      testedIn: maybe(fc.constant('CHG-7')),
      strategy: maybe(name),
      stage: maybe(name),
      follows: maybe(fc.constant('CHG-7')),
      partOf: maybe(fc.constant('CHG-4')),
      value: maybe(line),
      dataFormat: maybe(fc.constantFrom(...DATA_FORMATS)),
      writes: maybe(fc.constantFrom(...WRITES)),
      incident: maybe(fc.constant('CHG-4')),
      downtimeMs: maybe(fc.integer({ min: 0, max: 99_999 }).map((n) => n * 1000)),
      rollbackTriggers: maybe(text),
      riskReason: maybe(text),
      extraTimeMs: maybe(seconds(9_999)),
      links: maybe(fc.array(line, { minLength: 1, maxLength: 3 })),
      documents: maybe(fc.array(line, { minLength: 1, maxLength: 3 })),
      attachments: maybe(
        fc.array(fc.record({ id: name, name: line.map((n) => `${n}.txt`) }), { minLength: 1, maxLength: 3 }),
      ),
    }),
  })
  .map(({ lengthMs, rest, ...whole }) => ({
    ...whole,
    closesAt: whole.opensAt + lengthMs,
    ...Object.fromEntries(Object.entries(rest).filter(([, value]) => value !== undefined)),
  }));

const { change: filed } = liveThrough(aPolicy(), [filing(aPolicy())]);

describe('a change on paper', () => {
  test('is read back as it was, whatever people typed and wherever the clock is', () => {
    fc.assert(
      fc.property(content, fc.constantFrom(...ZONES), (written, timezone) => {
        const policy = aPolicy({ timezone, services });
        const read = readMarkdownChange(printChange({ ...filed, content: written }, { policy }), policy);
        // A list that is empty says nothing, and is filled in again as it was.
        // Files are named for people; a document gives nobody a file.
        const { params, services: systems, attachments, ...rest } = written;
        const left = {
          ...rest,
          ...(systems.length > 0 ? { services: systems } : {}),
          ...(Object.keys(params).length > 0 ? { params } : {}),
        };
        expect({ ...read?.content, ...(read?.content.params ? { params: { ...read.content.params } } : {}) }).toEqual(
          left,
        );
        expect(read?.unread).toEqual(
          attachments ? [expect.stringMatching(/^Attachments were left out: .*; attach the files themselves\.$/)] : [],
        );
      }),
      { numRuns: 500 },
    );
  });

  test('says the same when it was saved with the line ends of Windows', () => {
    const policy = aPolicy({ services });
    const printed = printChange({ ...filed, content: aContent({ mitigation: 'One.\n\n- Two.' }) }, { policy });
    const read = readMarkdownChange(printed.replaceAll('\n', '\r\n'), policy);
    expect(read).toEqual(readMarkdownChange(printed, policy));
    expect(read?.content).toMatchObject({ mitigation: 'One.\n\n- Two.', opensAt: OPENS_AT });
  });
});

test('names who reviewed it, once their review of this revision is complete', () => {
  const policy = aPolicy({ reviews: { normal: ['technical'], high: [] } });
  const answers = allOk(policy, { number: 1, what: 'technical' });
  const said = (story: Parameters<typeof liveThrough>[2]) =>
    /Reviewed By:\*\* (.*)/.exec(printChange(liveThrough(policy, [], story).change, { policy }))?.[1];
  const begun = inReview({ policy });
  expect(said(liveThrough(policy, answers.slice(0, 2), begun))).toBe('none');
  const reviewed = liveThrough(policy, answers, begun);
  expect(said(reviewed)).toBe('U0BOB (technical)');
  const ada = anActor('U0ADA', policy);
  const edited = edit(aContent({ implementationPlan: 'Another way.' }));
  expect(said(liveThrough(policy, [[edited, ada, FILED_AT + 60_000_000]], reviewed))).toBe('none');
});

test('tells the review and what came of it, and gives another change none of it', () => {
  const policy = aPolicy();
  const by = anActor('U0ADA', policy);
  const texts = {
    happened: '## Approval\nIt broke.',
    well: '- **Mitigation:** x',
    better: 'All of it.',
    recommended: '',
  };
  const at = OPENS_AT + 3_600_000;
  const story = implemented({ policy });
  const { change } = liveThrough(policy, [[looksBack({ texts }), by, at]], story);
  const done = liveThrough(policy, [[{ type: 'payDebt', debt: 1, note: 'An hour.' }, by, at]], { change, facts: [] });
  const printed = printChange(done.change, { policy, nameOf: () => 'Ada Roth' });
  expect(printed.slice(printed.indexOf('## Post'))).toBe(`## Post-Implementation Review

Written by Ada Roth, 2026-11-03 21:00 +00:00

### What Happened

\\## Approval
It broke.

### What Worked Well

- **Mitigation:** x

### What Could Be Better

All of it.

### Recommendations

none

### Actions

- [x] Measure the index first. (Ada Roth, until 2026-12-10; done: An hour.; Ada Roth, 2026-11-03 21:00 +00:00)
`);
  expect(readMarkdownChange(printed, policy)).toEqual(
    readMarkdownChange(printChange(story.change, { policy, nameOf: () => 'Ada Roth' }), policy),
  );
});

test('tells what became of each item of its checklist, and gives another change none of it', () => {
  const policy = listing(aPolicy());
  const at = FILED_AT;
  const by = anActor('U0ADA', policy);
  const { change } = liveThrough(policy, [
    filing(policy, LISTED),
    [tick('inventory'), by, at],
    [tick('baseline', '40 %\n- [x] all of it'), by, at],
    [skip('compare', 'Nobody has measured it.'), by, at],
  ]);
  const printed = printChange(change, { policy, nameOf: () => 'Ada Roth' });
  expect(printed.slice(printed.indexOf('## Checklist'))).toMatch(
    new RegExp(
      [
        '^## Checklist\\n',
        '- \\[x\\] Phase 0, Impact Assessment: List the services that are touched\\. \\(Ada Roth, 2026-10-05 09:00[^)]*\\)',
        '- \\[x\\] Phase 0, Impact Assessment: Measure the load\\. \\(40 % - \\[x\\] all of it; Ada Roth, [^)]*\\)',
        '- \\[ \\] Phase 1, Planning: The change authority has agreed\\.',
        '- \\[x\\] Phase 1, Planning: Say what load is too much\\. \\(skipped: Nobody has measured it\\.; Ada Roth, [^)]*\\)',
      ].join('\\n'),
    ),
  );
  const { checklist: _none, ...without } = change;
  expect(readMarkdownChange(printed, policy)).toEqual(readMarkdownChange(printChange(without, { policy }), policy));
  expect(printChange(filed, { policy })).not.toContain('Checklist');
});
