import type { Change, StepRun } from '../change/model.ts';
import { listOf, mention, quoted, section } from '../slack/blocks.ts';
import { roleName } from '../slack/words.ts';
import { implementer, named, said, type Said } from './said.ts';
import { runName } from './step-words.ts';

/** To the operator: an outcome that nobody can prove. */
export function unknownAlarm(change: Change, run: StepRun): Said {
  const why = run.reason === undefined ? '' : ` ${quoted(run.reason, 600)}`;
  const host = run.host === undefined ? '' : ` on ${quoted(run.host, 60)}`;
  const text = `*${named(change)}: ${runName(run)}${host} ended, and nobody can prove how.*${why} Please see whether that worker and its host are well. ${implementer(change)} is asked in the thread to look and say what happened.`;
  return said(text, [section(text)]);
}

/** What could not be said, where, and what the operator can do. */
export interface Undelivered {
  readonly channel: string;
  readonly kind: string;
  readonly code: string;
}

const ADVICE: Readonly<Record<string, string>> = {
  channel_not_found: 'Check the id of the channel in the policy, or invite the bot if it is private.',
  not_in_channel: 'Invite the bot to the channel.',
  is_archived: 'Unarchive the channel, or name another in the policy.',
  restricted_action: 'Let the bot post in that channel.',
};

/** To the operator: something that was to be said of `what` (`CHG-042`) cannot be, and will not be tried again. */
export function undeliveredAlarm(what: string, { channel, kind, code }: Undelivered): Said {
  const where = /^[CG][A-Z0-9]+$/.test(channel) ? `<#${channel}>` : mention(channel);
  const advice = ADVICE[code] ?? 'Look the code up in the bot’s log and in Slack’s documentation.';
  const text = `${what} could not be told in ${where} (${quoted(kind, 40)}): Slack answers ${quoted(code, 80)}. What else is meant for that channel will not arrive either. ${advice}`;
  return said(text, [section(text)]);
}

/** To the operator: a ballot or a review that nobody can answer. */
export function nobodyAlarm(change: Change, roles: readonly string[]): Said {
  const text = `*${named(change)} is put to nobody as ${listOf(roles.map(roleName), 5, ' and ')}.* Nobody holds it who may answer for this change: put somebody into the role, or give it a fallback, in the policy. It is looked up again at the next reminder.`;
  return said(text, [section(text)]);
}
