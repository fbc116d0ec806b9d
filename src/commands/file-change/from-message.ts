import type { AllMiddlewareArgs, MessageShortcut, SlackShortcutMiddlewareArgs } from '@slack/bolt';
import { isAddress } from '../../change/content-details.ts';
import { TEXT_MAX, TITLE_MAX } from '../../change/content.ts';
import { effect } from '../../effect.ts';
import { cut } from '../../slack/blocks.ts';
import { plainOf } from '../../slack/plain-of.ts';
import type { PlainValues } from '../../slack/values.ts';
import type { CommandDeps } from '../deps.ts';
import { inTime } from '../hearing.ts';
import { fromTemplate } from './from-template.ts';
import { openEmptyForm } from './open-form.ts';
import { withFiles } from './with-files.ts';

/** Of the three seconds a trigger lives, what asking for the address of a message may take. */
const ADDRESS_MS = 1_200;
/** Left for where it was said. */
const ADDRESS_CHARS = 300;

/** "Make a change from this": a form that begins with what a message says and where it was said. */
export function onMakeChange(deps: CommandDeps) {
  return async ({ ack, shortcut }: SlackShortcutMiddlewareArgs & AllMiddlewareArgs): Promise<void> => {
    await ack();
    if (shortcut.type !== 'message_action') return;
    const { channel, message, trigger_id: trigger, user } = shortcut;
    const address = await addressOf(deps, channel.id, message.ts);
    const text = message.text ?? '';
    const begun = fromTemplate(text, address, { policy: deps.policy(), patterns: deps.patterns() });
    const whole = withFiles(begun ?? { initial: fromMessage(text, address) }, message['files']);
    const source = `message/${channel.id}/${message.ts}`;
    await openEmptyForm(deps, undefined, { trigger, user: user.id }, { ...whole, source });
  };
}

/** The address of a message; undefined where Slack does not give it in time: the form opens without. */
export async function addressOf(
  deps: CommandDeps,
  channel: string,
  ts: MessageShortcut['message_ts'],
): Promise<string | undefined> {
  try {
    const asked = effect('slack.lookup', () => deps.views.chat.getPermalink({ channel, message_ts: ts }));
    return (await inTime(asked, ADDRESS_MS)).permalink;
  } catch (error) {
    deps.log.warn({ err: error }, 'asking for the address of a message');
    return undefined;
  }
}

/** The first line is the title, all of it the description; an address that cannot be a link stands below it. */
export function fromMessage(text: string, address: string | undefined): PlainValues {
  const said = plainOf(text).trim();
  const isLink = address !== undefined && isAddress(address);
  const below = address === undefined || isLink ? '' : `\n${address}`;
  const title = cut((said.split('\n')[0] ?? '').replaceAll(/\s+/g, ' ').trim(), TITLE_MAX);
  return {
    title,
    description: `${cut(said, TEXT_MAX - ADDRESS_CHARS)}${below}`.trim(),
    ...(isLink ? { links: address } : {}),
  };
}
