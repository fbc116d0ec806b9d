/**
 * The queues there are: due follow-ups, people to be asked, what is said in Slack, what is told outside it (so that a mail server
 * which does not answer holds up nobody else), and one per label of step workers.
 */
export type QueueName = 'followUps' | 'askings' | 'posts' | 'letters' | `steps-${string}`;

const NAME = /^(?:followUps|askings|posts|letters|steps-[A-Za-z0-9][A-Za-z0-9_.-]{0,62})$/;

/** Throws for a name that is no queue of ours: a label may hold letters, digits, dot, dash and underscore (BullMQ refuses a colon). */
export function checkQueueName(name: QueueName): void {
  if (!NAME.test(name)) throw new RangeError(`There is no queue called ${JSON.stringify(name.slice(0, 80))}.`);
}
