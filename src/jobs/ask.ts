import { z } from 'zod';
import { rolesAsked } from '../change/asking.ts';
import { questionOf } from '../change/asking-reviewers.ts';
import { readChangeId, type ChangeId } from '../change/change-id.ts';
import { openBallots, type Ballot, type Change } from '../change/model.ts';
import type { Policy } from '../change/policy.ts';
import { afterQuietHours } from '../change/quiet-hours.ts';
import { openReviews } from '../change/review.ts';
import { followUpDone, pendingFollowUp, putOffFollowUp } from '../journal/follow-up-rows.ts';
import type { Hear } from '../journal/hear.ts';
import { readChange } from '../journal/read-change.ts';
import type { Record } from '../journal/record.ts';
import type { Log } from './log.ts';
import { keyOf } from './offered-id.ts';

const nth = z.number().int();
const Ask = z.union([z.object({ ballot: z.number().int(), nth }), z.object({ review: z.number().int(), nth })]);
type Ask = z.output<typeof Ask>;

/** Who holds each of these roles at this moment; throws while Slack does not say. */
type RoleHolders = (roles: readonly string[]) => Promise<{
  readonly people: Readonly<{ [role: string]: readonly string[] }>;
  readonly unread: readonly string[];
}>;

export interface AskDeps {
  readonly record: Record;
  readonly hear: Hear;
  readonly policy: () => Policy;
  readonly holders: RoleHolders;
  readonly log: Log;
}

/**
 * A ballot or a review is to be put to those who may answer it: who they are is looked up now and arrives as an intent. While Slack does not say,
 * the follow-up stays as it is and is offered again; a crash in between repeats it under the same intent id, and the answer is the same.
 */
export function onAsk(deps: AskDeps) {
  return async (id: string): Promise<void> => {
    const key = keyOf(id);
    const due = await pendingFollowUp(deps.record, key);
    if (!due || due.kind !== 'ask') return;
    const change = readChangeId(due.change);
    const ask = Ask.safeParse(due.data);
    const came = change && ask.success ? await asked(deps, key, change, ask.data) : 'done';
    if (came === 'done') await followUpDone(deps.record, key);
    else if (came !== 'later') await putOffFollowUp(deps.record, key, came.until);
  };
}

/** `later` where it must be tried again. Nobody is reminded during the quiet hours. */
async function asked(
  { record, hear, policy, holders, log }: AskDeps,
  key: string,
  change: ChangeId,
  ask: Ask,
): Promise<'done' | 'later' | { readonly until: number }> {
  const story = await readChange(record, change);
  const question = story && openQuestion(story.change, ask);
  if (!question) return 'done';
  const until = ask.nth === 0 ? story.now : afterQuietHours(story.now, policy());
  if (until > story.now) return { until };
  const found = await lookedUp(holders, rolesAsked(question, policy()), log, change);
  if (!found) return 'later';
  await hear({
    change,
    intent: 'review' in ask ? { type: 'askReviewers', ...ask, ...found } : { type: 'askVoters', ...ask, ...found },
    actor: { kind: 'clock' },
    id: `ask/${key}`,
    surface: 'clock',
  });
  return 'done';
}

/** What is asked, as long as an answer counts. */
function openQuestion(change: Change, ask: Ask): Pick<Ballot, 'requirements'> | undefined {
  if (!('review' in ask)) return openBallots(change).find((b) => b.number === ask.ballot);
  const review = openReviews(change).find((r) => r.number === ask.review);
  return review && questionOf(review);
}

async function lookedUp(holders: RoleHolders, roles: readonly string[], log: Log, change: ChangeId) {
  try {
    return await holders(roles);
  } catch (error) {
    log.warn({ err: error, change, roles }, 'looking up whom to ask; it is tried again');
    return undefined;
  }
}
