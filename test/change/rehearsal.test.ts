import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { decide } from '../../src/change/decide.ts';
import { fold } from '../../src/change/evolve.ts';
import { isOver } from '../../src/change/statuses.ts';
import type { ChangeContent } from '../../src/change/model.ts';
import type { NoticeName } from '../../src/change/notice.ts';
import type { Policy } from '../../src/change/policy.ts';
import { COURSES, type Course } from '../../src/change/rehearsal/course.ts';
import type { Finding } from '../../src/change/rehearsal/finding.ts';
import { findingsOf } from '../../src/change/rehearsal/findings.ts';
import { rehearse, type Original, type Rehearsal } from '../../src/change/rehearsal/rehearse.ts';
import { FILED_AT, OPENS_AT, PATTERNS, aContent, anActor } from '../support/a-change.ts';
import { anOpenIncident, stoppedBy } from '../support/an-incident.ts';
import { aPolicy, aRunbook, aService, DAY, HOUR, MINUTE } from '../support/a-policy.ts';
import { given } from '../support/given.ts';
import { EMERGENCY, STANDARD, approved, inHaste, inReview, started, watching } from '../support/lives.ts';
import { readable } from '../support/planned.ts';

const policy = aPolicy({ reviews: { normal: ['technical'], high: ['technical', 'business', 'security'] } });
const { runbook: _none, ...byHand } = aContent({ params: {} });
const nobodyValidates: Policy = { ...policy, roles: { ...policy.roles, validator: { members: [], delegates: [] } } };

interface Lived {
  readonly rehearsal: Rehearsal;
  readonly findings: readonly Finding[];
}

function lived(
  content: ChangeContent,
  { course = 'success', under = policy, now = FILED_AT, ...more }: LivedUnder = {},
): Lived {
  const original: Original = {
    id: 'CHG-1',
    content,
    requester: 'U0ADA',
    filedAt: FILED_AT,
    status: 'inReview',
    ...more,
  };
  const stage = { policy: under, people: anActor('U0ADA', under).roster, course, durations: {} };
  const rehearsal = rehearse(original, now, stage);
  return { rehearsal, findings: findingsOf(original, rehearsal, now, stage) };
}

type LivedUnder = { readonly course?: Course; readonly under?: Policy; readonly now?: number } & Partial<Original>;

function endOf({ moments }: Rehearsal) {
  return moments.at(-1)?.after;
}

function noticesOf({ moments }: Rehearsal): readonly NoticeName[] {
  return moments.flatMap(({ recorded: { fact } }) => (fact.type === 'noticeOrdered' ? [fact.notice] : []));
}

/** What would become of an ending for each kind and way of working. */
const KINDS: readonly (readonly [string, ChangeContent])[] = [
  ['a normal change', aContent()],
  ['one at high risk', aContent({ risk: 'high' })],
  ['a standard change', aContent(STANDARD)],
  ['an emergency', aContent(EMERGENCY)],
  ['an emergency of one line', inHaste({ estimateMs: 4 * HOUR })],
  ['a change done by hand', byHand],
  ['a standard change done by hand', { ...byHand, ...STANDARD }],
];

test('a GO that cannot be given, since a critical service asks for more, is found', () => {
  const under = aPolicy({ services: { web: aService({ critical: true, lowUsage: '03:00-06:00' }) } });
  const { findings } = lived(aContent(), { under });
  expect(findings).toContainEqual({
    what: 'refused',
    by: 'U0CYD',
    intent: 'castVote',
    refusal: { code: 'outsideLowUsage', services: [{ service: 'web', lowUsage: '03:00-06:00' }] },
  });
});

describe('a copy of a change is lived to its end', () => {
  test('also where its plans are read, without one', () => {
    const { rehearsal } = lived(aContent(), { under: readable() });
    expect(endOf(rehearsal)).toMatchObject({ status: 'closed', ending: 'implemented' });
  });

  test('without the looks after its end, of which nobody would hear', () => {
    const watch = {
      everyMs: MINUTE,
      passes: 3,
      checks: [{ run: ['./check.sh'] }],
      long: { everyMs: 5 * MINUTE },
    } as const;
    const runbooks = { 'web-release': aRunbook({ watch }) };
    const { rehearsal, findings } = lived(aContent(), {
      under: { ...policy, runbooks, watch: { ...policy.watch, normalMs: 72 * HOUR } },
    });
    expect(rehearsal).toMatchObject({ isWhole: true, refused: [] });
    expect(endOf(rehearsal)).toMatchObject({ status: 'closed', ending: 'implemented' });
    expect(endOf(rehearsal)?.runs.some((r) => r.occasion === 'long')).toBe(false);
    expect(findings).toEqual([]);
  });

  test('whatever incident is open today, and the emergency that names one too', () => {
    const under = stoppedBy(policy, anOpenIncident());
    for (const content of [aContent(), aContent({ ...EMERGENCY, incident: 'CHG-9' })]) {
      const { rehearsal } = lived(content, { under });
      expect(endOf(rehearsal)).toMatchObject({ status: 'closed', ending: 'implemented' });
      expect(rehearsal.refused).toEqual([]);
    }
  });

  test.each(KINDS)('%s is implemented, told and closed where everything succeeds', (_, content) => {
    const { rehearsal, findings } = lived(content);
    expect(endOf(rehearsal)).toMatchObject({
      status: 'closed',
      ending: 'implemented',
      debts: endOf(rehearsal)?.debts.map(() => ({ paid: expect.anything() })),
    });
    expect(noticesOf(rehearsal)).toEqual(
      content.kind === 'emergency' ? ['start', 'end'] : ['planned', 'reminder', 'start', 'end'],
    );
    expect(rehearsal).toMatchObject({ isWhole: true, refused: [] });
    expect(findings).toEqual([]);
  });

  test('an emergency whose backup alone takes as long as it is thought to overruns, and says so', () => {
    const { rehearsal, findings } = lived(inHaste());
    expect(endOf(rehearsal)).toMatchObject({ status: 'closed', ending: 'implemented' });
    expect(noticesOf(rehearsal)).toEqual(['start', 'delay', 'end']);
    expect(findings).toEqual([expect.objectContaining({ what: 'overruns', closesAt: FILED_AT + HOUR })]);
  });

  test.each(KINDS)('%s goes back where the work fails, by its runbook or by hand', (_, content) => {
    const { rehearsal } = lived(content, { course: 'rollback' });
    const scope = content.runbook === undefined ? 'byHand' : 'application';
    expect(endOf(rehearsal)).toMatchObject({ status: 'closed', ending: 'rolledBack', rollback: { scope } });
    expect(noticesOf(rehearsal)).toContain('endWithIssues');
  });

  test.each(KINDS)('%s whose work fails is asked about through the whole ladder where nobody answers', (_, content) => {
    const { rehearsal } = lived(content, { course: 'silence' });
    const asked = rehearsal.moments.flatMap(({ recorded: { fact } }) =>
      fact.type === 'milestoneReached' ? [fact.milestone] : [],
    );
    expect(asked).toEqual(expect.arrayContaining(['decide', 'unanswered', 'closes']));
    expect(noticesOf(rehearsal)).toContain('delay');
    expect(endOf(rehearsal)).toMatchObject({ status: 'closed', ending: expect.stringMatching(/rolledBack|failed/) });
  });

  test('a runbook that goes back by itself does so on a bad night, and is not asked first', () => {
    const automatic = { ...aRunbook(), rollback: { ...aRunbook().rollback, automatic: true } };
    const under = { ...policy, runbooks: { 'web-release': automatic } };
    const { rehearsal } = lived(aContent(), { course: 'rollback', under });
    const decided = rehearsal.moments.find(({ recorded: { fact } }) => fact.type === 'rollbackDecided');
    expect(decided?.recorded.fact).toMatchObject({ decider: 'policy' });
  });

  test('steps take what they took formerly, else what the runbook estimates', () => {
    const took = (durations: { backup?: number }): number => {
      const stage = { policy, people: anActor('U0ADA', policy).roster, course: 'success', durations } as const;
      const original = {
        id: 'CHG-1',
        content: aContent(),
        requester: 'U0ADA',
        filedAt: FILED_AT,
        status: 'draft',
      } as const;
      const run = endOf(rehearse(original, FILED_AT, stage))?.runs.find((r) => r.step === 'backup');
      return (run?.endedAt ?? 0) - (run?.beganAt ?? 0);
    };
    expect(took({})).toBe(HOUR);
    expect(took({ backup: 7 * MINUTE })).toBe(7 * MINUTE);
  });

  test('what is still to be agreed is lived from now on, what was agreed to from when it was filed', () => {
    const now = FILED_AT + 3 * DAY;
    expect(lived(aContent(), { now }).rehearsal.from).toBe(now);
    expect(lived(aContent(), { now, status: 'approved' }).rehearsal.from).toBe(FILED_AT);
    expect(lived(aContent(), { now: OPENS_AT + HOUR, status: 'missed' }).rehearsal.from).toBe(FILED_AT);
  });
});

describe('what a rehearsal finds', () => {
  const whats = ({ findings }: Lived): readonly Finding['what'][] => findings.map((f) => f.what);

  test('a role that is asked and that nobody holds, and the GO that therefore never comes', () => {
    const { findings, rehearsal } = lived(aContent(), { under: nobodyValidates });
    expect(findings).toContainEqual({ what: 'nobody', role: 'validator' });
    expect(findings).toContainEqual({ what: 'votesShort', question: 'goNogo', role: 'validator', needed: 1, able: 0 });
    expect(findings).toContainEqual({ what: 'notClosed', status: 'draft' });
    expect(endOf(rehearsal)?.startedAt).toBeUndefined();
  });

  test('a role that another stands in for is named with it, and stops nothing', () => {
    const validator = { members: [], delegates: [], fallback: 'infrastructure-lead' };
    const under = { ...policy, roles: { ...policy.roles, validator } };
    expect(lived(aContent(), { under }).findings).toEqual([
      { what: 'nobody', role: 'validator', standIn: 'infrastructure-lead' },
    ]);
  });

  test('a vote that needs more than may give it', () => {
    const under = { ...policy, goNogo: { ...policy.goNogo, need: 3 } };
    expect(lived(aContent(), { under }).findings).toContainEqual({
      what: 'votesShort',
      question: 'goNogo',
      role: 'validator',
      needed: 3,
      able: 1,
    });
  });

  test('a review that nobody but its requester could answer', () => {
    const roles = { ...policy.roles, security: { members: ['U0ADA'], delegates: [] } };
    const found = lived(aContent({ risk: 'high' }), { under: { ...policy, roles } });
    expect(found.findings).toContainEqual({ what: 'reviewShort', review: 'security', role: 'security' });
  });

  test('a window too short for the work, its checks and the way back, with the arithmetic', () => {
    const apply = { run: ['./apply.sh'] as const, estimateMs: 150 * MINUTE };
    const under = { ...policy, runbooks: { 'web-release': aRunbook({ apply }) } };
    expect(lived(aContent(), { under }).findings).toEqual([
      { what: 'tooShort', windowMs: 3 * HOUR, workMs: 150 * MINUTE, verifyMs: 10 * MINUTE, restoreMs: 30 * MINUTE },
    ]);
  });

  test('what was due before it is filed, a backup among it, and what is left out for that', () => {
    const content = aContent({ opensAt: FILED_AT + HOUR, closesAt: FILED_AT + 3 * HOUR });
    const found = lived(content);
    expect(whats(found)).toEqual(['backupLate', 'past', 'skipped', 'skipped']);
    expect(found.findings[0]).toEqual({ what: 'backupLate', startsAt: FILED_AT - 15 * MINUTE });
  });

  test('an implementer who may not start, as a refusal', () => {
    const roles = { ...policy.roles, implementer: { members: ['U0DAN'], delegates: [] } };
    const found = lived(aContent(), { under: { ...policy, roles } });
    expect(found.findings).toContainEqual({
      what: 'refused',
      by: 'U0ADA',
      intent: 'start',
      refusal: { code: 'implementerRoleMissing' },
    });
    expect(found.findings).toContainEqual({ what: 'notClosed', status: 'missed' });
  });

  test('a copy that could not be filed any more, and nothing is lived', () => {
    const { web: _gone, ...services } = policy.services;
    const found = lived(aContent(), { under: { ...policy, services } });
    expect(found.rehearsal.moments).toEqual([]);
    expect(found.findings).toContainEqual({
      what: 'refused',
      by: 'U0ADA',
      intent: 'fileChange',
      refusal: expect.objectContaining({ code: 'invalidContent' }),
    });
  });

  test('a hard freeze whose exception nobody may give', () => {
    const freezes = [{ name: 'Election', from: '2026-11-01', to: '2026-11-09', hard: true }];
    const roles = { ...policy.roles, management: { members: [], delegates: [] } };
    const found = lived(aContent(), { under: { ...policy, roles, calendar: { freezes, avoid: [] } } });
    expect(found.findings).toContainEqual(expect.objectContaining({ what: 'votesShort', question: 'exception' }));
    expect(found.findings).toContainEqual(
      expect.objectContaining({ what: 'refused', refusal: expect.objectContaining({ code: 'insideFreeze' }) }),
    );
  });

  test('a window that opened before it was agreed to, and no way back', () => {
    expect(whats(lived(aContent(), { now: OPENS_AT + HOUR }))).toEqual(['windowOpened']);
    const under = { ...policy, runbooks: { 'web-release': aRunbook({ rollback: { automatic: false } }) } };
    expect(whats(lived(aContent(), { under }))).toEqual(['noWayBack']);
  });
});

describe('asking for a rehearsal', () => {
  const REHEARSE = { type: 'rehearse', course: 'rollback' } as const;

  test('is recorded with who holds which role, and moves nothing of the change', () => {
    for (const story of [inReview(), approved(), started(), watching()]) {
      const { version: _v, ...before } = story.change;
      const heard = given(story)
        .when(REHEARSE, { by: 'U0CYD', at: OPENS_AT + 2 * HOUR })
        .yields({
          type: 'changeRehearsed',
          rehearser: 'U0CYD',
          course: 'rollback',
          people: anActor('U0CYD', aPolicy()).roster,
        });
      expect(heard.story.change).toMatchObject(before);
    }
  });

  test('records no more of a crowd than a rehearsal takes', () => {
    const crowd = {
      ...anActor('U0CYD', policy),
      roster: { security: Array.from({ length: 2000 }, (_, i) => `U0${i}`) },
    };
    const { facts } = given(inReview()).when(REHEARSE, { by: crowd, at: FILED_AT + DAY }).story;
    expect(facts.at(-1)?.fact).toMatchObject({ people: { security: { length: 50 } } });
  });

  test('is for full members, and for changes that are not over', () => {
    const guest = { ...anActor('U0EVE', policy), outsider: true };
    given(inReview())
      .when(REHEARSE, { by: guest, at: FILED_AT + DAY })
      .refuses('outsider');
    const over = given(inReview()).when({ type: 'withdraw', reason: 'No.' }, { by: 'U0ADA', at: FILED_AT + DAY }).story;
    given(over)
      .when(REHEARSE, { by: 'U0ADA', at: FILED_AT + DAY })
      .refuses('notInStatus');
  });
});

/** Contents of every kind, sensible and not, under policies that ask much or can get nothing. */
const contents = fc
  .record({
    kind: fc.constantFrom({}, { risk: 'high' as const }, STANDARD, EMERGENCY),
    runbook: fc.boolean(),
    ahead: fc.integer({ min: -2 * HOUR, max: 60 * DAY }),
    lasts: fc.integer({ min: -HOUR, max: 15 * DAY }),
    implementer: fc.constantFrom(undefined, undefined, undefined, 'U0ADA', 'U0BOB', 'U0NOBODY'),
    title: fc.string({ maxLength: 140 }),
    estimateMs: fc.option(fc.integer({ min: 0, max: DAY }), { nil: undefined }),
  })
  .map(({ kind, runbook, ahead, lasts, implementer, title, estimateMs }): ChangeContent => ({
    ...(runbook ? aContent() : byHand),
    ...kind,
    opensAt: FILED_AT + ahead,
    closesAt: FILED_AT + ahead + lasts,
    title: title.trim() === '' ? 'A title' : title,
    ...(implementer === undefined ? {} : { implementer }),
    ...(estimateMs === undefined ? {} : { estimateMs }),
  }));
const { backup: _b, plan: _p, watch: _w, ...rest } = aRunbook({ destructive: false, verify: [], preflight: [] });
const unheld = Object.fromEntries(Object.keys(policy.roles).map((role) => [role, { members: [], delegates: [] }]));
const POLICIES: readonly Policy[] = [
  policy,
  policy,
  policy,
  nobodyValidates,
  { ...policy, roles: unheld },
  { ...policy, runbooks: { 'web-release': rest } },
  { ...policy, goNogo: { ...policy.goNogo, need: 'all' }, voting: { ...policy.voting, requester: true } },
  { ...policy, calendar: { freezes: [{ name: 'All', from: '2026-01-01', to: '2027-01-01', hard: true }], avoid: [] } },
];

test('whatever is filed, a rehearsal ends, is bounded, never goes back in time, and is made of decisions alone', () => {
  const closed = { count: 0 };
  fc.assert(
    fc.property(contents, fc.constantFrom(...COURSES), fc.constantFrom(...POLICIES), (content, course, under) => {
      const { rehearsal } = lived(content, { course, under });
      const { moments, from, isWhole } = rehearsal;
      expect(isWhole).toBe(true);
      expect(moments.length).toBeLessThan(200);
      const times = moments.map((m) => m.recorded.at);
      expect(times).toEqual(times.toSorted((a, b) => a - b));
      expect(times.every((t) => t >= from)).toBe(true);
      expect(fold(moments.map((m) => m.recorded))).toEqual(endOf(rehearsal));
      moments.forEach((m, i) => {
        expect(m.recorded.seq).toBe(i + 1);
        expect(m.before).toBe(moments[i - 1]?.after);
      });
      expect(lived(content, { course, under }).rehearsal).toEqual(rehearsal);
      const last = endOf(rehearsal);
      if (last && isOver(last.status)) closed.count += 1;
    }),
    { numRuns: 100 },
  );
  expect(closed.count).toBeGreaterThan(15);
});

test('a change that was rehearsed decides as if it had not been', () => {
  const rehearsed = given(inReview()).when(
    { type: 'rehearse', course: 'success' },
    { by: 'U0MGR', at: FILED_AT + MINUTE },
  );
  const saying = { now: FILED_AT + HOUR, policy: aPolicy(), patterns: PATTERNS, actor: anActor('U0BOB', aPolicy()) };
  const vote = { type: 'castVote', ballot: 1, answer: 'yes' } as const;
  expect(decide(rehearsed.story.change, vote, saying)).toEqual(decide(inReview().change, vote, saying));
});
