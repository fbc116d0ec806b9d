import { runbookOf } from '../circumstances.ts';
import type { RecordedFact } from '../facts.ts';
import { followUps, type FollowUp } from '../follow-ups.ts';
import type { Intent } from '../intents.ts';
import type { Change } from '../model.ts';
import { HOST, type Deed, type Stage } from './stage.ts';

/** Who does not answer after two reminders never will; the third and the hundredth show nothing. */
const REMINDERS_MAX = 2;

/** What the clock and the worker of a rehearsal do because of a fact, when they would; looks that go well, of which nobody hears, show nothing. */
export function promptsOf(after: Change, recorded: RecordedFact, stage: Stage): readonly Deed[] {
  return followUps(after, recorded, stage.policy).flatMap((followUp) => promptOf(followUp, after, stage) ?? []);
}

function promptOf(followUp: FollowUp, change: Change, { people, policy }: Stage): Deed | undefined {
  const { key, dueAt } = followUp;
  const byClock = (intent: Intent): Deed => ({ key, at: dueAt, intent, actor: { kind: 'clock' } });
  switch (followUp.kind) {
    case 'wake': {
      const { milestone, schedule, round } = followUp;
      if (milestone === 'longLook') return undefined;
      return byClock({ type: 'reachMilestone', milestone, schedule, ...(round === undefined ? {} : { round }) });
    }
    case 'ask':
      if (followUp.nth > REMINDERS_MAX) return undefined;
      return byClock(
        'ballot' in followUp
          ? { type: 'askVoters', ballot: followUp.ballot, nth: followUp.nth, people }
          : { type: 'askReviewers', review: followUp.review, nth: followUp.nth, people },
      );
    case 'debt':
      return byClock({ type: 'chaseDebt', debt: followUp.debt, at: followUp.at });
    case 'freeze':
    case 'incident':
      return undefined;
    case 'run': {
      const intent = { type: 'beginStep', run: followUp.run, host: HOST } as const;
      const digest = runbookOf(change, policy)?.digest ?? '';
      return { key, at: dueAt, intent: { ...intent, digest }, actor: { kind: 'worker', host: HOST } };
    }
  }
}
