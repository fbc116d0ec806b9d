import { describe, expect, test } from 'vitest';
import { EMERGENCY_MS } from '../../src/change/emergency.ts';
import type { ChangeContent } from '../../src/change/model.ts';
import { FILED_AT, OPENS_AT, aWorker, runs } from '../support/a-change.ts';
import { aPolicy, aRunbook, DAY, HOUR } from '../support/a-policy.ts';
import { given } from '../support/given.ts';
import { EMERGENCY, SOLVED, START, atGo, edit, emergency, inHaste } from '../support/lives.ts';

const policy = aPolicy();
const now = FILED_AT;
const by = 'U0ADA';

const file = (overrides: Partial<ChangeContent> = {}) =>
  ({ type: 'fileChange', id: 'CHG-1', content: inHaste(overrides) }) as const;

describe('an emergency from one line', () => {
  test('begins as it is heard: its window opens by the clock of the record and lasts as long as estimated', () => {
    const { change } = given(undefined).when(file(), { by, at: now }).becomes('implementing').story;
    expect(change.content).toMatchObject({ opensAt: now, closesAt: now + HOUR, estimateMs: HOUR });
    expect(change).toMatchObject({ startedBy: by, startedAt: now, confirmed: false });
    expect(change.told).toMatchObject([{ notice: 'start' }]);
  });

  test('takes an hour where nobody says, whatever date stands in the form', () => {
    const { estimateMs: _none, ...content } = inHaste({ opensAt: Number.NaN, closesAt: Number.NaN });
    const { story } = given(undefined).when({ ...file(), content }, { by, at: now });
    expect(story.change.content.closesAt).toBe(now + EMERGENCY_MS);
    const later = file({ opensAt: now + 9 * DAY, closesAt: now + 10 * DAY, maintenanceWindow: '22:00-02:00' });
    const { content: opened } = given(undefined).when(later, { by, at: now }).story.change;
    expect(opened).toMatchObject({ opensAt: now, closesAt: now + HOUR });
    expect(opened).not.toHaveProperty('maintenanceWindow');
  });

  test.each<[string, Partial<ChangeContent>, string]>([
    ['a title', { title: '' }, 'title'],
    ['a service', { services: [] }, 'services'],
    ['a service that the policy names', { services: ['nothing'] }, 'services'],
    ['the runbook’s parameters', { params: {} }, 'param:release'],
    ['an estimate of at most 14 days', { estimateMs: 15 * DAY }, 'closesAt'],
  ])('needs %s', (_name, overrides, field) => {
    given(undefined)
      .when(file(overrides), { by, at: now })
      .refuses('invalidContent', { problems: [expect.objectContaining({ field })] });
  });

  test('without one of the four justifications is steered to a normal change', () => {
    const { justification: _none, ...content } = inHaste();
    const problem = expect.stringContaining('file a normal change');
    given(undefined)
      .when({ ...file(), content }, { by, at: now })
      .refuses('invalidContent', { problems: [{ field: 'justification', problem }] });
  });

  test('is judged by what it holds: a text may be missing, not unreadable', () => {
    given(undefined)
      .when(file({ description: 'down\u0000' }), { by, at: now })
      .refuses('invalidContent', { problems: [expect.objectContaining({ field: 'description' })] });
    given(undefined)
      .when(file({ description: '\u0000' }), { by, at: now })
      .refuses('invalidContent', { problems: [expect.objectContaining({ field: 'description' })] });
  });

  test('is begun only by somebody who may start work', () => {
    given(undefined).when(file(), { by: 'U0BOB', at: now }).refuses('emergencyNeedsImplementer');
    const { content } = atGo().change;
    const made = edit({ ...content, ...EMERGENCY });
    const others = aPolicy({ roles: { ...policy.roles, implementer: { members: ['U0EVE'], delegates: [] } } });
    given(atGo()).when(made, { by, at: now, policy: others }).refuses('emergencyNeedsImplementer');
    given(atGo()).when(made, { by: 'U0BOB', at: now }).becomes('implementing');
  });

  test('passes every freeze', () => {
    const freezes = [{ name: 'Year end', from: '2026-01-01', to: '2027-01-01', hard: true }];
    given(undefined)
      .when(file(), { by, at: now, policy: aPolicy({ calendar: { freezes, avoid: [] } }) })
      .becomes('implementing');
  });
});

test('an emergency may be applied after its estimated end, which nobody agreed to', () => {
  const late = OPENS_AT + 2 * DAY;
  const { backup: _none, ...web } = aRunbook({ destructive: false });
  const calm = aPolicy({ runbooks: { 'web-release': web } });
  const story = emergency({ policy: calm, content: { estimateMs: HOUR } });
  const confirmed = given(story).when(START(), { by, at: late, policy: calm }).becomes('implementing').story;
  const planned = runs(confirmed, calm, late);
  const apply = { type: 'beginStep', run: 'CHG-1-r1-w1-start-apply-1', host: 'deploy-1', digest: web.digest } as const;
  given(planned)
    .when(apply, { by: aWorker(), at: late + HOUR, policy: calm })
    .yields({ type: 'stepBegun' });
});

test('an emergency whose work is said to be done has nothing left to start', () => {
  const at = OPENS_AT + HOUR / 2;
  const { story } = given(emergency()).when(SOLVED, { by, at }).yields({ type: 'workDone' }, { type: 'stepRequested' });
  given(story)
    .when(START(), { by, at: at + 60_000 })
    .refuses('notInStatus', { intent: 'start', status: 'implementing' });
});
