import { WebClient } from '@slack/web-api';
import type { readReply } from '../../src/commands/reply/read-reply.ts';
import { onReply } from '../../src/commands/reply/reply.ts';
import { say } from '../../src/notifications/routes.ts';
import { openRoster } from '../../src/slack/roster.ts';
import { anEar, reopened } from '../journal/a-journal.ts';
import { at, type Mouth } from '../notifications/a-mouth.ts';
import { FILED_AT, THE_CLOCK, aContent, anActor } from '../support/a-change.ts';
import { HOUR, MINUTE } from '../support/a-policy.ts';
import { STANDARD, START } from '../support/lives.ts';

type Listener = ReturnType<typeof onReply>;
/** As Slack tells of it. */
export type Event = Parameters<typeof readReply>[0];

/** What somebody writes below a message. */
export const REPLY = {
  type: 'message',
  subtype: undefined,
  channel: 'C0CHANGES',
  channel_type: 'channel',
  thread_ts: '1.1',
  ts: '2.2',
  event_ts: '2.2',
  user: 'U0ADA',
  text: 'The pool is used up',
} as const satisfies Event;

/** What the bot does with replies, as one process of it. */
export function listening({ journal, policy, sandbox }: Mouth): Listener {
  const record = reopened(journal);
  const client = new WebClient(sandbox.botToken, { slackApiUrl: sandbox.apiUrl });
  const current = () => policy;
  const log = { info: () => undefined, warn: () => undefined, error: () => undefined };
  return onReply({
    hear: anEar(record, { policy, say }),
    record,
    policy: current,
    patterns: () => ({}),
    notices: () => [],
    who: openRoster({ client, policy: current }),
    views: client,
    posts: client,
    log,
  });
}

/** The bot is told of a reply. */
export const heard = async (listener: Listener, event: Partial<Event>): Promise<void> =>
  listener({ event: { ...REPLY, ...event } } as Parameters<Listener>[0]);

/** A standard change that is being made by hand; it comes to when its window opened. */
export async function begun(mouth: Mouth): Promise<number> {
  const opensAt = FILED_AT + MINUTE;
  const byHand = { ...STANDARD, params: {}, opensAt, closesAt: opensAt + HOUR };
  const { runbook: _none, ...content } = aContent(byHand);
  const intent = { type: 'fileChange', content } as const;
  const actor = anActor('U0ADA', mouth.policy);
  await mouth.journal.hear({ change: 'new', intent, actor, id: 'file', surface: 'modal' });
  await at(mouth, opensAt);
  await mouth.hear(START(1), 'U0ADA');
  return opensAt;
}

/** A change that was made by hand and is watched since. */
export async function ended(mouth: Mouth): Promise<void> {
  const opensAt = await begun(mouth);
  await mouth.hear({ type: 'solved' }, 'U0ADA');
  await at(mouth, opensAt + HOUR);
  await mouth.hear({ type: 'reachMilestone', milestone: 'watchOver', schedule: 1 }, THE_CLOCK);
}
