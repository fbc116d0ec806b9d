import { describe, expect, test } from 'vitest';
import type { Intent } from '../../src/change/intents.ts';
import { incidentLine } from '../../src/notifications/incident-rows.ts';
import { playbook } from '../../src/notifications/playbook.ts';
import { say } from '../../src/notifications/routes.ts';
import type { Said } from '../../src/notifications/said.ts';
import { OPENS_AT, anActor, liveThrough, runs, type Story } from '../support/a-change.ts';
import { aPlaybook } from '../support/a-playbook.ts';
import { HOUR, aPolicy } from '../support/a-policy.ts';
import { INCIDENT, RESOLVED, ROLL_BACK, applied } from '../support/lives.ts';
import { stages } from './stories.ts';

const policy = aPolicy({ playbooks: [aPlaybook({}, { steps: ['apply'] })] });
const APPLY = 'CHG-1-r1-w1-start-apply-1';
const at = OPENS_AT + HOUR;
const TICK: Intent = { type: 'tickPlaybook', run: APPLY, step: 1 };
const broken = () => applied('failed', { policy });
const then = (story: Story, ...intents: readonly Intent[]) =>
  liveThrough(
    policy,
    intents.map((intent) => [intent, anActor('U0ADA', policy), at]),
    story,
  );

/** After which facts the message of a playbook is posted or brought up to date, with its key. */
function said(story: Story): readonly string[] {
  return stages(story).flatMap(({ before, change, facts }) => {
    const recorded = facts.at(-1);
    if (!recorded) return [];
    const rows = say(before, change, recorded, policy).filter(({ view }) => view === 'playbook');
    return rows.map(({ key, kind, channel }) => `${recorded.fact.type} ${kind} ${channel} ${key}`);
  });
}

function message({ change }: Story): Said {
  const run = change.runs.find((r) => r.run === APPLY);
  const shown = run && playbook(change, run);
  if (!shown) throw new Error('the run has no playbook');
  return shown;
}

const textOf = (story: Story): string => JSON.stringify(message(story).blocks);
const buttonsOf = (story: Story): number => textOf(story).split('"type":"button"').length - 1;
const ROW = `live C0CHANGES CHG-1/playbook/${APPLY}`;

describe('the message of a playbook', () => {
  test('is posted once, and follows each tick, until its step is tried again', () => {
    const ticked = then(broken(), TICK, { ...TICK, step: 2 });
    expect(said(ticked)).toEqual([`playbookOpened ${ROW}`, `playbookTicked ${ROW}`, `playbookTicked ${ROW}`]);
    const again = runs(then(broken(), { type: 'tryAgain', run: APPLY }), policy, at);
    expect(said(again)).toEqual([`playbookOpened ${ROW}`, `stepRequested ${ROW}`]);
    expect([broken(), then(broken(), TICK), ticked, again].map(buttonsOf)).toEqual([2, 1, 0, 0]);
  });

  test('loses its buttons with the end of the change, or of its incident', () => {
    const rolled = runs(runs(then(broken(), ROLL_BACK), policy, at), policy, at + HOUR);
    expect(said(rolled)).toEqual([`playbookOpened ${ROW}`, `changeEnded ${ROW}`]);
    const over = then(broken(), INCIDENT, RESOLVED);
    expect(said(over)).toEqual([`playbookOpened ${ROW}`, `incidentResolved ${ROW}`]);
    expect([rolled, then(broken(), INCIDENT), over].map(buttonsOf)).toEqual([0, 2, 0]);
    expect(message(over).text).toContain('0 of 2 done. Nothing is ticked here any more');
  });

  test('says what it means, each step with its command as code, where to stop, and who did what', () => {
    expect(textOf(broken())).toContain('*Playbook for CHG-001 Apply: Something did not work*');
    expect(textOf(broken())).toContain('*1.* Look at the service.\\n```systemctl status web```');
    expect(textOf(broken())).toContain('*2.* *Stop here and ask.* Get a second person.');
    expect(textOf(broken())).toContain('anything 1.0.0, kept by Web team, 2026-09-01');
    expect(message(broken()).text).toContain('0 of 2 done. Next: step 1; press *Done* beside what you did.');
    expect(textOf(then(broken(), TICK))).toContain('Done, says <@U0ADA>, <!date^');
    expect(message(then(broken(), TICK, { ...TICK, step: 2 })).text).toContain('2 of 2 done. That was all of it.');
  });
});

test('what is ticked during an incident stands in its log, in its own thread', () => {
  const story = then(broken(), INCIDENT, TICK);
  const recorded = story.facts.at(-1);
  const notes = recorded && say(undefined, story.change, recorded, policy).filter((row) => row.view === 'incidentNote');
  expect(notes?.map(({ channel }) => channel)).toEqual(['C0INCIDENTS']);
  expect(recorded && incidentLine(story.change, recorded, policy)?.text).toBe(
    '<@U0ADA> did step 1 of “Something did not work”: Look at the service.',
  );
});
