import { expect, test } from 'vitest';
import type { Refusal, RefusalCode } from '../../src/change/refusals.ts';
import { refusalText } from '../../src/slack/refusal-text.ts';

const BAD = '<!channel> <@U1EVIL> `x` *y*';

const EVERY: { readonly [C in RefusalCode]: Extract<Refusal, { code: C }> } = {
  noSuchChange: { code: 'noSuchChange', change: BAD },
  notInStatus: { code: 'notInStatus', intent: 'withdraw', status: 'implementing' },
  invalidContent: { code: 'invalidContent', problems: [{ field: `param:${BAD}`, problem: BAD.repeat(90) }] },
  outsider: { code: 'outsider' },
  ballotClosed: { code: 'ballotClosed', ballot: 1 },
  notAnApprover: { code: 'notAnApprover', roles: ['infrastructure-lead', BAD] },
  ownChange: { code: 'ownChange', as: 'editor' },
  cannotDelegateTo: { code: 'cannotDelegateTo', because: 'seated' },
  seatNotYours: { code: 'seatNotYours', from: 'U0ADA' },
  questionNeeded: { code: 'questionNeeded' },
  reviewClosed: { code: 'reviewClosed' },
  notAReviewer: { code: 'notAReviewer', role: BAD },
  nothingToCorrect: { code: 'nothingToCorrect' },
  reasonNeeded: { code: 'reasonNeeded' },
  notTheImplementer: { code: 'notTheImplementer', implementer: 'U0ADA' },
  implementerRoleMissing: { code: 'implementerRoleMissing' },
  emergencyNeedsImplementer: { code: 'emergencyNeedsImplementer' },
  notTheDecider: { code: 'notTheDecider', implementer: 'U0ADA', decider: 'infrastructure-lead' },
  notTheRequester: { code: 'notTheRequester', requester: BAD },
  idNotTyped: { code: 'idNotTyped', expected: 'CHG-007' },
  staleRevision: { code: 'staleRevision' },
  outsideWindow: { code: 'outsideWindow', opensAt: 0, closesAt: 1_000_000 },
  insideFreeze: { code: 'insideFreeze', name: BAD, until: 0, exception: 'open' },
  votesMissing: { code: 'votesMissing', roles: ['management'] },
  reviewsMissing: { code: 'reviewsMissing', reviews: ['technical', 'security'] },
  preflightNotPassed: { code: 'preflightNotPassed', state: 'failed' },
  backupNotProven: { code: 'backupNotProven', state: 'tooOld' },
  planNotReady: { code: 'planNotReady', state: 'running' },
  runbookChanged: { code: 'runbookChanged', runbook: BAD },
  runbookGone: { code: 'runbookGone', runbook: BAD },
  stepRunning: { code: 'stepRunning', step: 'backup' },
  outcomeUnknown: { code: 'outcomeUnknown', step: 'apply' },
  noSuchRun: { code: 'noSuchRun' },
  runTaken: { code: 'runTaken', host: BAD },
  wrongWorker: { code: 'wrongWorker', host: BAD },
  lookFirst: { code: 'lookFirst' },
  noRollback: { code: 'noRollback', scope: BAD },
  notAnOverrider: { code: 'notAnOverrider', role: BAD },
  notASecondPerson: { code: 'notASecondPerson', as: 'implementer' },
  gateNotShut: { code: 'gateNotShut', gate: 'backup' },
  overriddenAlready: { code: 'overriddenAlready', gate: 'votes' },
  staleMilestone: { code: 'staleMilestone' },
  notASpan: { code: 'notASpan' },
  beyondExtraTime: { code: 'beyondExtraTime', latest: Date.UTC(2026, 10, 4, 1), left: 600_000 },
  nothingAsked: { code: 'nothingAsked' },
  notAResponder: { code: 'notAResponder' },
  incidentOver: { code: 'incidentOver' },
  incidentOpen: { code: 'incidentOpen' },
  wordsNeeded: { code: 'wordsNeeded' },
  watchNotOver: { code: 'watchNotOver', until: 0 },
  debtsOpen: { code: 'debtsOpen', debts: [{ what: 'pir', owner: 'U0ADA' }] },
  nothingOwed: { code: 'nothingOwed' },
  notTheDebtor: { code: 'notTheDebtor', owner: 'U0ADA' },
  notPaidByWord: { code: 'notPaidByWord', what: 'fullRequest' },
  lockHeld: { code: 'lockHeld', lock: BAD, holder: 'CHG-7' },
  workerOnly: { code: 'workerOnly' },
  mayNotFreeze: { code: 'mayNotFreeze', role: BAD },
  invalidFreeze: { code: 'invalidFreeze', problems: [{ field: 'name', problem: BAD }] },
  tooManyFreezes: { code: 'tooManyFreezes', most: 50 },
  freezeOver: { code: 'freezeOver' },
  freezeElsewhere: { code: 'freezeElsewhere' },
};

test.each(Object.values(EVERY))('the refusal $code is a sentence that mentions only its people', (refusal) => {
  const text = refusalText(refusal);
  expect(text).toMatch(/^[A-Z`<].*[.…]$/s);
  expect(text.length).toBeLessThan(3000);
  expect(text.replaceAll(/<@U0ADA>|<!date\^\d+\^[^<>|]+\|[^<>|]+ UTC>/g, '')).not.toMatch(/[<>]/);
});
