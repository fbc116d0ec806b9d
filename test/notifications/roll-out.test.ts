import { expect, test } from 'vitest';
import { live } from '../../src/notifications/live.ts';
import { noteLine } from '../../src/notifications/notes.ts';
import { changeDetails } from '../../src/commands/show/show.ts';
import { fold } from '../../src/change/evolve.ts';
import { headline } from '../../src/notifications/headline.ts';
import { placeLine } from '../../src/slack/target-words.ts';
import { anActor, liveThrough, type Story } from '../support/a-change.ts';
import { AT_WORK, rolledOutTo, theTargets, until } from '../support/a-roll-out.ts';
import { applying } from '../support/lives.ts';

const policy = rolledOutTo(theTargets(3, { waves: [1, 2] }));

/** What the thread reads of every end of a step on a target. */
function notes({ facts }: Story): readonly string[] {
  return facts.flatMap((recorded, i) => {
    const { fact, at, by } = recorded;
    const after = fold(facts.slice(0, i + 1));
    if (fact.type !== 'stepEnded' || !after) return [];
    const run = after.runs.find((r) => r.run === fact.run);
    if (run?.target === undefined) return [];
    return noteLine(fact, { before: fold(facts.slice(0, i)), after, at, by, policy })?.text ?? [];
  });
}

test('the thread says which target is verified, of how many, and what comes next', () => {
  expect(notes(until(applying({ policy }), policy))).toEqual([
    '*web-1 verified and back in service, 1 of 3.* Next: soak after web-1.',
    '*web-2 verified and back in service, 2 of 3.* Next: drain of web-3.',
    '*web-3 verified and back in service, 3 of 3.*',
  ]);
});

test('of a target that is not verified it says which were left as they are, and what the answers do with them', () => {
  const [, note = ''] = notes(until(applying({ policy }), policy, 'verify web-2'));
  expect(note).toMatch(/^\*Verification of web-2 failed after 5 min\.\*/);
  expect(note).toContain('Not begun: web-3.');
  expect(note).toContain('“Solved” takes the work as done on them too');
  expect(note).toContain('• *New attempt*');
});

test('after a stop it says where it stands still, and the headline lets it go on', () => {
  const drained = until(applying({ policy }), policy, 'soak web-1', 'succeeded');
  const { run = '' } = drained.change.runs.at(-1) ?? {};
  const by = anActor('U0ADA', policy);
  const begin = { type: 'beginStep', run, host: 'deploy-1', digest: 'd1'.repeat(32) } as const;
  const stopped = liveThrough(
    policy,
    [
      [begin, { kind: 'worker', host: 'deploy-1' }, AT_WORK],
      [{ type: 'stopStep', run, reason: 'The load rises.' }, by, AT_WORK],
    ],
    drained,
  );
  const halted = until(stopped, policy);
  expect(notes(halted).at(-1)).toMatch(/^\*web-2 verified.*It stops here, as <@U0ADA> asked: web-3 is not begun\./s);
  expect(notes(halted).at(-1)).toContain('• *Go on*: with the next target');
  expect(JSON.stringify(headline(halted.change, { policy, now: AT_WORK }).blocks)).toContain('"Go on"');
});

test('the live report and the details say how far it has come, with a bar over the targets', () => {
  const { change, facts } = until(applying({ policy }), policy, 'apply web-2');
  const run = change.runs.at(-1);
  if (!run) throw new Error('nothing ran');
  const place = placeLine(change, run, policy);
  expect(place).toBe('Target 2 of 3: web-2 · 1 of 3 targets done ███████░░░░░░░░░░░░░ 33 %');
  const report = live(change, { run, output: '', expectedMs: undefined, now: AT_WORK, place });
  expect(report.text).toBe('CHG-001 Apply on web-2: failed after 5 min');
  expect(JSON.stringify(report.blocks)).toContain(place);
  const shown = JSON.stringify(changeDetails({ change, facts, now: AT_WORK }, policy));
  expect(shown).toContain('• Verified and in service: web-1');
  expect(shown).toContain('• Did not succeed: web-2');
  expect(shown).toContain('• Not begun: web-3');
});
