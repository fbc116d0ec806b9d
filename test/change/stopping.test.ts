import { describe, expect, test } from 'vitest';
import { OPENS_AT, aWorker } from '../support/a-change.ts';
import { HOUR, MINUTE, aPolicy } from '../support/a-policy.ts';
import { given } from '../support/given.ts';
import { applied, applying } from '../support/lives.ts';

const policy = aPolicy();
const at = OPENS_AT + HOUR;
const APPLY = 'CHG-1-r1-w1-start-apply-1';
const STOP = { type: 'stopStep', run: APPLY, reason: 'It replaces the wrong server.' } as const;
const KILL = { type: 'killStep', run: APPLY, reason: 'It has hung for an hour.' } as const;
const digest = policy.runbooks['web-release']?.digest ?? '';
const running = () =>
  given(applying())
    .when({ type: 'beginStep', run: APPLY, host: 'deploy-1', digest }, { by: aWorker(), at })
    .yields({ type: 'stepBegun' }).story;
const stopped = () => given(running()).when(STOP, { by: 'U0ADA', at }).yields({ type: 'stopAsked' }).story;

describe('a stop', () => {
  test('is asked for once, with a reason, by those who answer for the work', () => {
    given(running()).when(STOP, { by: 'U0EVE', at }).refuses('notTheDecider');
    given(running())
      .when({ ...STOP, reason: ' ' }, { by: 'U0ADA', at })
      .refuses('reasonNeeded');
    given(stopped()).when(STOP, { by: 'U0BOB', at }).refuses('stopAsked', { step: 'apply', by: 'U0ADA' });
  });

  test('of what waits for its lock ends it, with nothing run', () => {
    const waiting = given(applying())
      .when({ type: 'awaitLock', run: APPLY, lock: 'web', holder: 'CHG-8' }, { by: aWorker(), at })
      .yields({ type: 'lockAwaited' }).story;
    given(waiting)
      .when(STOP, { by: 'U0ADA', at })
      .yields({ type: 'stopAsked', run: APPLY }, { type: 'stepEnded', run: APPLY, outcome: 'stopped' });
  });

  test('of what does not run is refused', () => {
    given(applying()).when(STOP, { by: 'U0ADA', at }).refuses('noSuchRun');
    given(applied()).when(STOP, { by: 'U0ADA', at }).refuses('noSuchRun');
  });

  test('decides nothing: how the step ended is what its host reports', () => {
    expect(stopped().change.runs.findLast((r) => r.run === APPLY)).toMatchObject({
      state: 'running',
      stop: { by: 'U0ADA', at, reason: 'It replaces the wrong server.' },
    });
    given(stopped())
      .when({ type: 'reportStep', run: APPLY, outcome: 'succeeded' }, { by: aWorker(), at })
      .yields({ type: 'stepEnded', outcome: 'succeeded' }, { type: 'workDone' }, { type: 'stepRequested' });
  });
});

describe('a kill', () => {
  test('comes after a stop that was given a minute, from somebody else', () => {
    given(running()).when(KILL, { by: 'U0BOB', at }).refuses('stopFirst');
    given(stopped())
      .when(KILL, { by: 'U0BOB', at: at + 59_000 })
      .refuses('stillStopping', { until: at + MINUTE });
    given(stopped())
      .when(KILL, { by: 'U0ADA', at: at + MINUTE })
      .refuses('stopNotYours');
    given(stopped())
      .when(KILL, { by: 'U0EVE', at: at + MINUTE })
      .refuses('notTheDecider');
    given(stopped())
      .when(KILL, { by: 'U0BOB', at: at + MINUTE })
      .yields({ type: 'killAsked', run: APPLY });
  });

  test('may come from whoever holds the role for overrides', () => {
    const other = aPolicy({ overrides: { role: 'management', need: 1 } });
    given(stopped())
      .when(KILL, { by: 'U0MGR', at: at + MINUTE, policy: other })
      .yields({ type: 'killAsked' });
    given(stopped())
      .when(KILL, { by: 'U0MGR', at: at + MINUTE, policy })
      .refuses('notTheDecider');
  });
});
