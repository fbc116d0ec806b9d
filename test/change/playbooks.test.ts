import { describe, expect, test } from 'vitest';
import type { Intent } from '../../src/change/intents.ts';
import type { Playbook } from '../../src/change/playbook.ts';
import type { Policy } from '../../src/change/policy.ts';
import { takesTicks } from '../../src/change/ticks.ts';
import { OPENS_AT, aWorker, liveThrough, runs, type Story } from '../support/a-change.ts';
import { aPlaybook } from '../support/a-playbook.ts';
import { HOUR, aPolicy } from '../support/a-policy.ts';
import { given } from '../support/given.ts';
import { INCIDENT, RESOLVED, ROLL_BACK, SOLVED, applied, applying } from '../support/lives.ts';
import { CREATES, DESTROYS, ends, goGiven, planning, readable } from '../support/planned.ts';

const APPLY = 'CHG-1-r1-w1-start-apply-1';
const at = OPENS_AT + HOUR;
const locked = aPlaybook(
  {
    id: 'locked',
    rank: 90,
    meaning: 'Held by {{holder}}; {{other}} stays.',
    steps: [
      { text: 'Ask {{holder}} about {{lock}}.' },
      { text: 'Unlock.', command: "tofu force-unlock '{{lock}}'", asks: true },
    ],
  },
  { steps: ['apply'], says: ['Error acquiring the state lock'] },
);
const ofApply = aPlaybook({ id: 'apply-failed' }, { steps: ['apply'] });
const policy = aPolicy({ playbooks: [locked, ofApply] });
const TROUBLE = { matcher: 'locked', names: { lock: '9d2b-1', holder: 'ada@deploy-1' } };

/** An apply that runs. */
function running(under: Policy = policy): Story {
  const digest = under.runbooks['web-release']?.digest ?? '';
  const begin = { type: 'beginStep', run: APPLY, host: 'deploy-1', digest } as const;
  return liveThrough(under, [[begin, aWorker(), at]], applying({ policy: under }));
}
function reported(report: Partial<Extract<Intent, { type: 'reportStep' }>>, under = policy) {
  const intent: Intent = { type: 'reportStep', run: APPLY, outcome: 'failed', ...report };
  return given(running(under)).when(intent, { by: aWorker(), at, policy: under });
}
const failed = (): Story => reported({}).story;
const runIn = ({ change }: Story, run = APPLY) => change.runs.find((r) => r.run === run);
const isOpen = (story: Story): boolean => {
  const run = runIn(story);
  return run !== undefined && takesTicks(story.change, run);
};
const TICK = { type: 'tickPlaybook', run: APPLY, step: 1 } as const;

describe('a run that did not succeed opens the playbook for it', () => {
  test('that of the error, where one was recognised, with what it names placed for good', () => {
    reported({ trouble: TROUBLE }).yields(
      { type: 'stepEnded', outcome: 'failed', trouble: TROUBLE },
      {
        type: 'playbookOpened',
        run: APPLY,
        playbook: {
          id: 'locked',
          version: '1.0.0',
          owner: 'Web team',
          updated: '2026-09-01',
          title: 'Something did not work',
          meaning: 'Held by ada@deploy-1; {{other}} stays.',
          steps: [
            { text: 'Ask ada@deploy-1 about 9d2b-1.' },
            { text: 'Unlock.', command: "tofu force-unlock '9d2b-1'", asks: true },
          ],
        },
      },
    );
  });

  test('and leaves out of a command what would make it longer than anybody reads', () => {
    const { story } = reported({ trouble: { ...TROUBLE, names: { lock: 'x'.repeat(300) } } });
    expect(runIn(story)?.playbook?.steps[1]?.command).toBe("tofu force-unlock 'LOCK'");
  });

  test('and says what the error did not name', () => {
    const { story } = reported({ trouble: { ...TROUBLE, names: {} } });
    expect(runIn(story)?.playbook?.steps).toEqual([
      { text: 'Ask somebody it does not name about a lock whose id it does not say.' },
      { text: 'Unlock.', command: "tofu force-unlock 'LOCK'", asks: true },
    ]);
  });

  test.each([['failed'], ['timedOut'], ['unknown']] as const)(
    'that of the step where the error is nobody’s: %s',
    (outcome) => {
      expect(runIn(reported({ outcome }).story)?.playbook?.id).toBe('apply-failed');
      const gone = { matcher: 'of-another-day', names: {} };
      expect(runIn(reported({ outcome, trouble: gone }).story)?.playbook?.id).toBe('apply-failed');
    },
  );

  test.each([['succeeded'], ['stopped']] as const)('none where it %s', (outcome) => {
    expect(runIn(reported({ outcome }).story)?.playbook).toBeUndefined();
  });

  test('none where nothing ran, or no playbook is for it', () => {
    const never: Intent = { type: 'reportStep', run: APPLY, outcome: 'failed' };
    const unbegun = given(applying({ policy })).when(never, { by: aWorker(), at, policy });
    expect(runIn(unbegun.story)?.playbook).toBeUndefined();
    const ofPlans = aPolicy({ playbooks: [aPlaybook({}, { steps: ['plan'] })] });
    expect(runIn(reported({}, ofPlans).story)?.playbook).toBeUndefined();
    expect(runIn(reported({}, aPolicy()).story)?.playbook).toBeUndefined();
  });

  test('a report that is told twice opens it once', () => {
    given(failed())
      .when({ type: 'reportStep', run: APPLY, outcome: 'failed' }, { by: aWorker(), at, policy })
      .refuses('runTaken');
  });
});

describe('a plan that takes away something critical', () => {
  const critical: Playbook = aPlaybook(
    { id: 'critical-plan', steps: [{ text: 'Keep {{resource}}.' }] },
    { steps: ['plan'], outcomes: ['succeeded'], criticalPlan: true },
  );
  const under: Policy = { ...readable(), playbooks: [critical] };
  const destroys = { ...DESTROYS, items: DESTROYS.items.map((item) => ({ ...item, holdsData: true as const })) };
  const opened = ({ change }: Story) => change.runs.filter((r) => r.playbook).map((r) => r.occasion);

  test('opens it when it is first seen, and not again for the same plan', () => {
    const first = ends(planning(), OPENS_AT - HOUR, destroys, under);
    expect(opened(first)).toEqual(['window']);
    expect(first.change.runs.findLast((r) => r.playbook)?.playbook?.steps).toEqual([{ text: 'Keep aws_instance.a.' }]);
    const known = ends(planning(goGiven(destroys)), OPENS_AT - HOUR, destroys, under);
    expect(opened(known)).toEqual(['window']);
    const twice = { type: 'tryAgain', run: known.change.runs.at(-1)?.run ?? '' } as const;
    const again = given(known).when(twice, { by: 'U0ADA', at: OPENS_AT - HOUR + 600_000, policy: under }).story;
    expect(opened(ends(again, OPENS_AT - HOUR + 600_000, destroys, under))).toEqual(['window']);
  });

  test('does not for what creates, or takes away what nobody would miss', () => {
    expect(opened(ends(planning(), OPENS_AT - HOUR, CREATES, under))).toEqual([]);
    const harmless = {
      ...DESTROYS,
      items: DESTROYS.items.map(({ address, type, action }) => ({ address, type, action })),
    };
    expect(opened(ends(planning(), OPENS_AT - HOUR, harmless, under))).toEqual([]);
  });
});

describe('a step of a playbook', () => {
  test('is ticked once, by whoever did it, and stands with who and when', () => {
    const ticked = given(failed())
      .when(TICK, { by: 'U0EVE', at: at + 60_000, policy })
      .yields({ ...TICK, type: 'playbookTicked' });
    expect(runIn(ticked.story)?.playbook?.ticks).toEqual([{ step: 1, by: 'U0EVE', at: at + 60_000 }]);
    given(ticked.story).when(TICK, { by: 'U0ADA', at, policy }).refuses('tickedAlready', { by: 'U0EVE' });
  });

  test('that there is not, or of a run without a playbook, is refused', () => {
    given(failed())
      .when({ ...TICK, step: 3 }, { by: 'U0ADA', at, policy })
      .refuses('noSuchRun');
    given(failed())
      .when({ ...TICK, step: 0 }, { by: 'U0ADA', at, policy })
      .refuses('noSuchRun');
    given(failed())
      .when({ ...TICK, run: 'CHG-1-r1-w1-filing-plan-1' }, { by: 'U0ADA', at, policy })
      .refuses('noSuchRun');
    given(applied()).when(TICK, { by: 'U0ADA', at, policy }).refuses('noSuchRun');
  });

  test('stays as it read, whatever became of its file', () => {
    given(failed())
      .when(TICK, { by: 'U0ADA', at, policy: aPolicy({ playbooks: [{ ...ofApply, steps: [] }] }) })
      .yields({ type: 'playbookTicked' });
  });

  test('can be ticked while its rollback or its incident goes on', () => {
    expect(isOpen(given(failed()).when(ROLL_BACK, { by: 'U0ADA', at, policy }).story)).toBe(true);
    const incident = given(failed()).when(INCIDENT, { by: 'U0ADA', at, policy }).story;
    expect(isOpen(incident)).toBe(true);
    given(incident).when(TICK, { by: 'U0BOB', at, policy }).yields({ type: 'playbookTicked' });
    const over = given(incident).when(RESOLVED, { by: 'U0ADA', at, policy }).story;
    given(over).when(TICK, { by: 'U0BOB', at, policy }).refuses('noSuchRun');
  });

  test('can be no more once the step is tried again, or the change ended', () => {
    const again = given(failed()).when({ type: 'tryAgain', run: APPLY }, { by: 'U0ADA', at, policy }).story;
    const second = runs(again, policy, at + 60_000);
    expect([again, second].map(isOpen)).toEqual([true, false]);
    const rolled = given(failed()).when(ROLL_BACK, { by: 'U0ADA', at, policy }).story;
    const ended = runs(runs(rolled, policy, at), policy, at + HOUR);
    expect(ended.change.status).toBe('rolledBack');
    given(ended)
      .when(TICK, { by: 'U0ADA', at: at + 2 * HOUR, policy })
      .refuses('notInStatus');
    expect(isOpen(given(failed()).when(SOLVED, { by: 'U0ADA', at, policy }).story)).toBe(true);
  });
});
