import type { Delivery, Medium } from '../journal/delivery-rows.ts';
import { mention, quoted, section } from '../slack/blocks.ts';
import { said, type Said } from './said.ts';

/** What could not be said, where and why. */
export interface Undelivered {
  readonly medium: Medium;
  readonly channel: string;
  readonly kind: string;
  readonly code: string;
  /** It is tried again: what stands in the way can be mended. */
  readonly isWaiting: boolean;
}

/** Slack's reasons, and what the operator can do. */
const IN_SLACK: Readonly<Record<string, string>> = {
  channel_not_found: 'Check the id of the channel in the policy, or invite the bot if it is private.',
  not_in_channel: 'Invite the bot to the channel.',
  is_archived: 'Unarchive the channel, or name another in the policy.',
  restricted_action: 'Let the bot post in that channel.',
};

/** Reasons of our own outside Slack: what is the matter, and what the operator can do. */
const OUTSIDE: Readonly<Record<string, string>> = {
  no_mail_server:
    'No mail server is set. Set `SMTP_URL` for the process that posts, or take the addresses out of the audiences in the policy.',
  no_mail_from: 'The policy does not say who its mails come from. Set `mail.from` in the policy.',
  not_a_mailbox: 'This is no plain address. Correct it, or `mail.from`, in the policy.',
  no_webhook:
    'The variable of this name is not set. Set it, for the process that posts, to the address of the webhook.',
  no_address: 'The variable of this name holds no address of a webhook. Correct it.',
  not_https: 'The address in the variable of this name does not begin with https://. Correct it.',
  inner_address:
    'The address in the variable of this name leads into an inner network. Correct it, or allow it in `httpAllow`.',
  answer_lost_twice:
    'The answer was lost twice, so it may have arrived, at most twice, or not at all. Ask whoever reads there.',
};

const NAMES: Readonly<Record<Medium, string>> = { slack: 'Slack', mail: 'e-mail', teams: 'Teams' };

/** Where something was to be told, for people. */
export function targetWords({ medium, channel }: Pick<Undelivered, 'medium' | 'channel'>): string {
  if (medium === 'slack') return /^[CG][A-Z0-9]+$/.test(channel) ? `<#${channel}>` : mention(channel);
  return `${quoted(channel, 254)} (${NAMES[medium]})`;
}

/** To the operator: something that was to be said of something (`CHG-042 Title`, as mrkdwn) cannot be, for now or for good. */
export function undeliveredAlarm(of: string, { isWaiting, ...what }: Undelivered): Said {
  const text = isWaiting ? waiting(of, what) : givenUp(of, what);
  return said(text, [section(text)]);
}

function waiting(of: string, { medium, code }: Omit<Undelivered, 'isWaiting'>): string {
  return `*${of} is not told by ${NAMES[medium]} for now.* The server refuses the bot, whoever is to be told: ${quoted(code, 160)}. It is tried again every half minute, while it is still true. Check the user and the password in \`SMTP_URL\`, the server’s certificate, and \`mail.from\`.`;
}

function givenUp(of: string, what: Omit<Undelivered, 'isWaiting'>): string {
  const { medium, kind, code } = what;
  if (medium === 'slack') {
    const advice = IN_SLACK[code] ?? 'Look the code up in the bot’s log and in Slack’s documentation.';
    return `${of} could not be told in ${targetWords(what)} (${quoted(kind, 40)}): Slack answers ${quoted(code, 80)}. What else is meant for that channel will not arrive either. ${advice}`;
  }
  const server = medium === 'mail' ? 'The mail server' : 'The webhook';
  const why = OUTSIDE[code] ?? `${server} answers: ${quoted(code, 160)}. Check the target in the policy.`;
  return `*${of} could not be told to ${targetWords(what)}.* ${why} It is not tried again: whoever reads there has to be told otherwise.`;
}

/** Rows of before there were other media say nothing of it. */
export function undeliveredIn({ data }: Delivery): Undelivered {
  const { medium = 'slack', channel, kind, code, isWaiting } = data;
  const text = { channel: String(channel), kind: String(kind), code: String(code) };
  return { ...text, medium: medium as Medium, isWaiting: isWaiting === true };
}
