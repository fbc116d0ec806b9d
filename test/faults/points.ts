/**
 * Every effect on the outside that the bot has. The bot is killed before and after each of them; a name that is in the source
 * and not here, or here and never reached by a killed story, is a fault of the tests.
 */
export const EFFECTS = [
  'command.spawn',
  'delivery.mark',
  'journal.commit',
  'mail.send',
  'queue.offer',
  'slack.lookup',
  'slack.post',
  'slack.respond',
  'slack.update',
  'slack.upload',
  'slack.view',
  'slack.who',
  'step.report',
  'teams.post',
] as const;

/** The places to die at: on both sides of each effect. */
export const POINTS: readonly string[] = EFFECTS.flatMap((name) => [`before:${name}`, `after:${name}`]);
