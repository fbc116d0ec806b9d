import { shownId } from '../../change/change-id.ts';
import type { NoticeName } from '../../change/notice.ts';
import type { Policy } from '../../change/policy.ts';
import type { Delivery } from '../../journal/delivery-rows.ts';
import type { ChangeStory } from '../../journal/read-change.ts';
import { HOUSE_WORDS } from '../../wording/house-words.ts';
import { standingOf, type Standing } from '../notice-standing.ts';
import { noticeWords } from '../notices.ts';
import { plainLine, plainQuote } from './plain-words.ts';

/** What a mail or a card says: plain text, each member one line. */
export interface Page {
  readonly heading: string;
  readonly sentences: readonly string[];
  /** What it is about: `CHG-007 · Release of the website`. */
  readonly about: string;
  readonly language: Policy['language'];
  /** Which zone its times are in. */
  readonly zone: string;
  /** Whether the same may have been told before: its answer was lost. */
  readonly isPossibleCopy: boolean;
}

/** A notice for readers outside Slack. */
export interface Telling extends Page {
  readonly notice: NoticeName;
  /** `CHG-007`. */
  readonly id: string;
}

/** What a delivery tells now, judged by the facts as they are, or why it is not told any more. */
export function tellingOf(
  delivery: Delivery,
  story: ChangeStory,
  policy: Policy,
): Telling | Exclude<Standing, { state: 'true' }> {
  const notice = delivery.data['notice'] as NoticeName;
  const standing = standingOf(notice, delivery.seq, story);
  return standing.state === 'true' ? telling(notice, delivery, story, policy) : standing;
}

/** A notice in plain words, whether or not it still holds. */
export function telling(
  notice: NoticeName,
  { seq, medium, ambiguous }: Pick<Delivery, 'seq' | 'medium' | 'ambiguous'>,
  { change, facts, now }: ChangeStory,
  policy: Policy,
): Telling {
  const { heading, lines } = noticeWords(notice, { change, facts, seq, policy, now, medium });
  return {
    notice,
    id: shownId(change.id),
    about: `${shownId(change.id)} · ${plainQuote(change.content.title, 150)}`,
    heading: plainLine(heading, policy),
    sentences: lines.map((line) => plainLine(line, policy)),
    language: policy.language,
    zone: HOUSE_WORDS[policy.language].zone(policy.timezone),
    isPossibleCopy: ambiguous,
  };
}
