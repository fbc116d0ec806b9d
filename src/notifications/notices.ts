import { shownId } from '../change/change-id.ts';
import type { Change } from '../change/model.ts';
import { named } from '../change/named.ts';
import type { NoticeName, NoticeTemplate } from '../change/notice.ts';
import type { Policy } from '../change/policy.ts';
import { shippedNotices } from '../policy/shipped-notices.ts';
import { context, escape, quoted, section, when } from '../slack/blocks.ts';
import type { Line } from '../wording/template.ts';
import { noticeWordsOf, type NoticeWords } from '../wording/notice-words.ts';
import { noticeClaims, type NoticeView } from './notice-claims.ts';
import { said, type Said } from './said.ts';

/** What the people affected are told, as the change stands; whether it may go out at all is `standingOf`'s to say. */
export function noticeWords(name: NoticeName, view: NoticeView): NoticeWords {
  return noticeWordsOf(templateOf(name, view.change, view.policy), noticeClaims(view));
}

/** What a notice is called, as mrkdwn. */
export function noticeHeading(name: NoticeName, view: NoticeView): string {
  return slackLine(noticeWords(name, view).heading);
}

/** The same as a message in Slack. */
export function notice(name: NoticeName, view: NoticeView): Said {
  const words = noticeWords(name, view);
  const heading = slackLine(words.heading);
  const lines = words.lines.map(slackLine);
  const id = shownId(view.change.id);
  return said(`${heading} (${id}). ${lines.join(' ')}`, [
    section(`*${heading}*\n${lines.join('\n')}`),
    context(`${id} · ${quoted(view.change.content.title, 150)}`),
  ]);
}

/**
 * A service's own words over the team's, and the team's over those that are shipped. Several services hear one notice: what one of
 * them alone would say of itself is not said of the others.
 */
function templateOf(name: NoticeName, { content }: Change, policy: Policy): NoticeTemplate {
  const [own, ...others] = content.services.map((s) => named(policy.services, s)?.templates?.[name]);
  const isShared = others.every((other) => other?.heading === own?.heading && other?.text === own?.text);
  const ofServices = isShared ? own : undefined;
  return ofServices ?? policy.templates?.[name] ?? shippedNotices(policy.language)[name];
}

/** A line as mrkdwn: of what people or templates wrote nothing is read as a mention, a link or a date. */
function slackLine(line: Line): string {
  return line
    .map((part) => {
      if (part === true) return '';
      if (typeof part === 'string') return escape(part);
      if ('at' in part) return when(part.at);
      return 'ours' in part ? escape(part.ours) : quoted(part.quote, part.max);
    })
    .join('');
}
