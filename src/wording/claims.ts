/** An instant, written as each medium writes one. */
interface Instant {
  readonly at: number;
}

/** What people typed or named: escaped for its medium, on one line, no longer than `max` characters. */
interface Quote {
  readonly quote: string;
  readonly max: number;
}

/** Words of the bot's own. */
interface Ours {
  readonly ours: string;
}

/** What a template may place, made by the bot from facts; `true` is for conditions alone and shows nothing. */
export type Claim = Instant | Quote | Ours | true;

/** Every claim, with when it is made. Where it is not, a template places nothing and a condition on it does not hold. */
export const CLAIMS = {
  id: 'the change, such as CHG-007',
  title: 'its title',
  services: 'the services, as people call them',
  opensAt: 'when its window opens',
  closesAt: 'when its window closes',
  impact: 'what to expect, where somebody wrote it',
  startedAt: 'when the work started, once it has',
  expectedEnd: 'when it is thought to end',
  formerOpensAt: 'when it was to open, where the last edit changed that',
  formerClosesAt: 'when it was to close, where the last edit changed that',
  announcedOpensAt: 'when it was to open as this was ordered',
  announcedClosesAt: 'when it was to close as this was ordered',
  words: 'what whoever ordered this notice wants people to know, where they wrote it',
  checksPassed: 'a sentence of the bot, after checks that ran and passed alone',
  asBefore: 'a sentence of the bot, after a rollback whose checks ran and passed alone',
  tellUs: 'how to report something, where it is read',
  isEmergency: 'for conditions: an emergency',
  isWatching: 'for conditions: the work is done and the service is watched',
  isReopened: 'for conditions: after its end the work is taken up again',
  isOverdue: 'for conditions: the expected end has passed',
  isConfirmed: 'for conditions: the window has its GO',
} as const;
export type ClaimName = keyof typeof CLAIMS;
export type Claims = { readonly [N in ClaimName]?: Claim | undefined };
