import { describe, expect, test } from 'vitest';
import { conflictsOf } from '../../src/change/calendar.ts';
import { followUps } from '../../src/change/follow-ups.ts';
import { freeSlots } from '../../src/change/free-slots.ts';
import { shutGates } from '../../src/change/gates.ts';
import type { ChangeContent } from '../../src/change/model.ts';
import type { Policy } from '../../src/change/policy.ts';
import {
  CLOSES_AT,
  FILED_AT,
  OPENS_AT,
  THE_CLOCK,
  aContent,
  aWorker,
  anActor,
  liveThrough,
} from '../support/a-change.ts';
import { anOpenIncident, stoppedBy } from '../support/an-incident.ts';
import { aPolicy, aService, DAY, HOUR, MINUTE } from '../support/a-policy.ts';
import { given } from '../support/given.ts';
import {
  INCIDENT,
  RESOLVED,
  START,
  applied,
  applying,
  emergency,
  inHaste,
  prepared,
  ready,
  typed,
  wake,
} from '../support/lives.ts';

const policy = aPolicy();
const incident = anOpenIncident();
const other = anOpenIncident({ change: 'CHG-10', services: ['core-db'] });
const stopped = stoppedBy(policy, incident);
const by = 'U0ADA';
const at = OPENS_AT + MINUTE;
const OVERRIDE = { type: 'overrideGate', gate: 'incident', reason: 'It mends it.', revision: 1, schedule: 1 } as const;

function heed(became: 'open' | 'over', which = incident) {
  return { type: 'heedIncident', incident: which, became } as const;
}

describe('an open incident on a service', () => {
  test('stops the start of its changes, and says every one that does', () => {
    given(prepared())
      .when(START(), { by, at, policy: stopped })
      .refuses('incidentOnService', { incidents: [incident] });
    const twice = stoppedBy(policy, incident, anOpenIncident({ change: 'CHG-10' }));
    given(prepared({ byHand: true }))
      .when(START(), { by, at, policy: twice })
      .refuses('incidentOnService', { incidents: [incident, { ...incident, change: 'CHG-10' }] });
    given(prepared())
      .when(START(), { by, at, policy: stoppedBy(policy, other) })
      .becomes('implementing');
  });

  test('that a service only leans on stops nothing, and is said', () => {
    const leaning = aPolicy({ services: { ...policy.services, web: aService({ dependsOn: ['core-db'] }) } });
    const under = stoppedBy(leaning, other);
    given(prepared({ policy: leaning }))
      .when(START(), { by, at, policy: under })
      .becomes('implementing');
    const plan = { ...aContent(), implementer: by };
    expect(conflictsOf(plan, [], under, FILED_AT)).toContainEqual({
      kind: 'incident',
      incident: other,
      over: { over: 'dependency', service: 'web', dependsOn: 'core-db' },
    });
  });

  test('speaks against every time, with all the others, and takes no free window away', () => {
    const under = stoppedBy(policy, incident, anOpenIncident({ change: 'CHG-10' }));
    const plan = { ...aContent(), implementer: by };
    const said = conflictsOf(plan, [], under, FILED_AT);
    expect(said.flatMap((c) => (c.kind === 'incident' ? [c.incident.change] : []))).toEqual(['CHG-9', 'CHG-10']);
    expect(freeSlots(plan, [], under, FILED_AT)).toEqual(freeSlots(plan, [], policy, FILED_AT));
  });

  test('is judged again at the claim of the apply, whatever was open at the start', () => {
    const run = applying().change.runs.find((r) => r.step === 'apply')?.run ?? '';
    const digest = policy.runbooks['web-release']?.digest ?? '';
    const claim = { type: 'beginStep', run, host: 'deploy-1', digest } as const;
    given(applying()).when(claim, { by: aWorker(), at, policy: stopped }).refuses('incidentOnService');
    given(applying()).when(claim, { by: aWorker(), at, policy }).yields({ type: 'stepBegun' });
  });

  test('leaves alone what looks, checks and goes back', () => {
    given(applied('failed'))
      .when({ type: 'rollBack', scope: 'application', reason: 'Errors.' }, { by, at, policy: stopped })
      .becomes('rollingBack');
    const verify = applied().change.runs.find((r) => r.step === 'verify')?.run ?? '';
    const digest = policy.runbooks['web-release']?.digest ?? '';
    given(applied())
      .when({ type: 'beginStep', run: verify, host: 'deploy-1', digest }, { by: aWorker(), at, policy: stopped })
      .yields({ type: 'stepBegun' });
    given(applied('failed'))
      .when({ type: 'tryAgain', run: applied('failed').change.runs.at(-1)?.run ?? '' }, { by, at, policy: stopped })
      .refuses('incidentOnService');
  });

  test('may be overridden by a second person, who owes it, for that incident and no later one', () => {
    const over = given(prepared())
      .when(OVERRIDE, { by: 'U0BOB', at, policy: stopped })
      .yields(
        { type: 'gateOverridden', gate: 'incident', incidents: ['CHG-9'] },
        { type: 'debtOwed', what: 'override', owner: 'U0BOB' },
        { type: 'incidentHeeded', incident: 'CHG-9', became: 'open' },
      ).story;
    given(over).when(START(), { by, at, policy: stopped }).becomes('implementing');
    const later = stoppedBy(policy, incident, anOpenIncident({ change: 'CHG-10', since: at }));
    given(over).when(START(), { by, at, policy: later }).refuses('incidentOnService');
    given(over).when(OVERRIDE, { by: 'U0BOB', at, policy: later }).becomes('ready');
    given(prepared()).when(OVERRIDE, { by: 'U0BOB', at, policy }).refuses('gateNotShut');
    given(prepared()).when(OVERRIDE, { by, at, policy: stopped }).refuses('notAnOverrider');
  });

  test('is no gate where nothing of the change is still to begin', () => {
    const byHand = liveThrough(policy, [typed(policy, at)], prepared({ byHand: true }));
    expect(shutGates(byHand.change, { now: at, policy: stopped }).map((s) => s.gate)).not.toContain('incident');
    expect(shutGates(applying().change, { now: at, policy: stopped }).map((s) => s.gate)).toContain('incident');
  });
});

describe('a change that waits for an incident', () => {
  const early = OPENS_AT - 2 * DAY;

  test('is told so once, and once that it is over', () => {
    const told = given(ready())
      .when(heed('open'), { by: THE_CLOCK, at: early, policy: stopped })
      .yields({ type: 'incidentHeeded', incident: 'CHG-9', became: 'open', holder: 'U0DAN' }).story;
    given(told).when(heed('open'), { by: THE_CLOCK, at: early, policy: stopped }).refuses('incidentElsewhere');
    given(told).when(heed('over'), { by: THE_CLOCK, at: early, policy: stopped }).refuses('incidentElsewhere');
    const over = given(told)
      .when(heed('over'), { by: THE_CLOCK, at: early, policy })
      .yields({ type: 'incidentHeeded', incident: 'CHG-9', became: 'over' }).story;
    given(over).when(heed('over'), { by: THE_CLOCK, at: early, policy }).refuses('incidentElsewhere');
  });

  test('is told that it is over also where its window has passed meanwhile', () => {
    const told = given(ready()).when(heed('open'), { by: THE_CLOCK, at: OPENS_AT - HOUR, policy: stopped }).story;
    const late = liveThrough(stopped, [wake('closes', CLOSES_AT)], told);
    expect(late.change.status).toBe('missed');
    given(late)
      .when(heed('over'), { by: THE_CLOCK, at: CLOSES_AT + HOUR, policy })
      .yields({ type: 'incidentHeeded', became: 'over' });
  });

  test('is not told of one that does not stop it, or that ended unheard', () => {
    given(ready())
      .when(heed('open', other), { by: THE_CLOCK, at, policy: stoppedBy(policy, other) })
      .refuses('incidentElsewhere');
    given(ready()).when(heed('over'), { by: THE_CLOCK, at, policy }).refuses('incidentElsewhere');
    given(ready()).when(heed('open'), { by: THE_CLOCK, at, policy }).refuses('incidentElsewhere');
    given(ready()).when(heed('open'), { by, at, policy: stopped }).refuses('workerOnly');
  });

  test('hears of it as it becomes ready', () => {
    expect(ready({ policy: stopped }).change.waitsFor).toEqual(['CHG-9']);
  });
});

describe('an emergency', () => {
  const file = (content: Partial<ChangeContent>, under: Policy = stopped) =>
    given(undefined).when(
      { type: 'fileChange', id: 'CHG-1', content: inHaste(content) },
      { by, at: OPENS_AT, policy: under },
    );

  test('that names the incident of its service passes, at its beginning, its start and its apply', () => {
    const begun = file({ incident: 'CHG-9' }).becomes('implementing').story;
    expect(begun.change.waitsFor).toEqual([]);
    const settled = emergency({ policy: stopped, content: { incident: 'CHG-9' } });
    given(settled).when(START(), { by, at, policy: stopped }).becomes('implementing');
  });

  test('that names none, or another, is not begun, and reads under the field what to name', () => {
    const about = (problem: RegExp) => ({
      problems: [{ field: 'incident' as const, problem: expect.stringMatching(problem) as string }],
    });
    file({}).refuses('invalidContent', about(/^Website has an open incident, CHG-009: name it here/));
    file({ incident: 'CHG-7' }).refuses('invalidContent', about(/^CHG-007 has no open incident/));
    file({ incident: 'CHG-10' }, stoppedBy(policy, other)).refuses(
      'invalidContent',
      about(/^CHG-010 is an incident of Core database/),
    );
    file({ incident: 'CHG-9', services: ['web', 'core-db'] }, stoppedBy(policy, incident, other)).refuses(
      'invalidContent',
      about(/^An emergency names one incident, and Core database has another, CHG-010/),
    );
    file({ incident: '9' }).refuses('invalidContent', about(/like CHG-7/));
  });

  test('passes on every service of the incident it names, whatever else is open there', () => {
    const twice = stoppedBy(policy, incident, anOpenIncident({ change: 'CHG-10' }));
    file({ incident: 'CHG-9' }, twice).becomes('implementing');
  });

  test('alone may name one', () => {
    given(undefined)
      .when(
        { type: 'fileChange', id: 'CHG-1', content: aContent({ incident: 'CHG-9' }) },
        { by, at: FILED_AT, policy: stopped },
      )
      .refuses('invalidContent');
  });

  test('under way is stopped by an incident that is declared later', () => {
    given(emergency()).when(START(), { by, at, policy: stopped }).refuses('incidentOnService');
  });

  test('is made known to the change whose incident it names, once', () => {
    const begun = file({ incident: 'CHG-9' }).story;
    const due = begun.facts.flatMap((f) => followUps(begun.change, f, policy)).filter((f) => f.kind === 'incident');
    expect(due).toMatchObject([{ incident: 'CHG-9', became: 'named' }]);
    const declared = liveThrough(policy, [[INCIDENT, anActor(by, policy), at]], applied('failed'));
    const heard = { type: 'heedEmergency', emergency: 'CHG-8', title: 'Promote the replica', requester: by } as const;
    const known = given(declared)
      .when(heard, { by: THE_CLOCK, at })
      .yields({ type: 'emergencyHeeded', emergency: 'CHG-8' }).story;
    expect(known.change.incident?.emergencies).toEqual([{ change: 'CHG-8', title: 'Promote the replica', by }]);
    given(known).when(heard, { by: THE_CLOCK, at }).refuses('incidentElsewhere');
  });
});

test('an incident that is declared, and one that is over, each have the changes concerned told', () => {
  const declared = liveThrough(policy, [[INCIDENT, anActor(by, policy), at]], applied('failed'));
  const resolved = liveThrough(policy, [[RESOLVED, anActor(by, policy), at + HOUR]], declared);
  const due = resolved.facts.flatMap((f) => followUps(resolved.change, f, policy)).filter((f) => f.kind === 'incident');
  expect(due).toMatchObject([
    { incident: 'CHG-1', became: 'open' },
    { incident: 'CHG-1', became: 'over' },
  ]);
});
