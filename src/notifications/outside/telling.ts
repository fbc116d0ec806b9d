import { shownId } from '../../change/change-id.ts';
import type { NoticeName } from '../../change/notice.ts';
import type { Policy } from '../../change/policy.ts';
import type { Delivery } from '../../journal/delivery-rows.ts';
import type { ChangeStory } from '../../journal/read-change.ts';
import { quoted } from '../../slack/blocks.ts';
import { standingOf, type Standing } from '../notice-standing.ts';
import { noticeWords } from '../notices.ts';
import { plainWords } from './plain-words.ts';

/** A notice for readers outside Slack: plain text, each member one line. */
export interface Telling {
  readonly notice: NoticeName;
  /** `CHG-007`. */
  readonly id: string;
  readonly title: string;
  readonly heading: string;
  readonly sentences: readonly string[];
  /** Which zone its times are in. */
  readonly zone: string;
  /** Whether the same may have been told before: its answer was lost. */
  readonly isPossibleCopy: boolean;
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
  const plain = (mrkdwn: string): string => plainWords(mrkdwn, policy.timezone);
  const tellUs = medium === 'mail' ? { tellUs: 'please answer this mail' } : {};
  const { heading, sentences } = noticeWords(notice, { change, facts, seq, policy, now, ...tellUs });
  return {
    notice,
    id: shownId(change.id),
    title: plain(quoted(change.content.title, 150)),
    heading: plain(heading),
    sentences: sentences.map(plain),
    zone: `Times are those of ${policy.timezone}.`,
    isPossibleCopy: ambiguous,
  };
}
