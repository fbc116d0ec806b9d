import type { NoticeName } from '../change/notice.ts';
import type { Policy } from '../change/policy.ts';
import { shownId } from '../change/change-id.ts';
import { effect } from '../effect.ts';
import type { Delivery, Rider } from '../journal/delivery-rows.ts';
import { ridersEnded } from '../journal/digest-rows.ts';
import { readChange, type ChangeStory } from '../journal/read-change.ts';
import type { Record } from '../journal/record.ts';
import { context, cut, listOf, section, SECTION_MAX, when } from '../slack/blocks.ts';
import { HOUSE_WORDS } from '../wording/house-words.ts';
import { standingOf } from './notice-standing.ts';
import { noticeHeading } from './notices.ts';
import { said, type Said } from './said.ts';
import type { Sent } from './sending.ts';

/** A notice among others in one message, as its change stands now. */
export interface Item {
  readonly rider: Rider;
  readonly notice: NoticeName;
  readonly story: ChangeStory;
}

type Ending = Extract<Sent, { kind: 'end' }>;

/**
 * The notices that were put into one message, each judged by the facts as they are: those that still hold. What no longer does ends
 * here, before anybody is told; where that is the one that carries the others, its end is returned, and they go by themselves.
 */
export async function itemsOf(record: Record, delivery: Delivery, token: string): Promise<readonly Item[] | Ending> {
  const items: Item[] = [];
  const ended: (Omit<Ending, 'kind'> & { readonly key: string })[] = [];
  for (const rider of [delivery, ...delivery.riders]) {
    const judged = await judge(record, rider);
    if ('story' in judged) items.push(judged);
    else if (rider === delivery) return judged;
    else ended.push({ ...judged, key: rider.key });
  }
  await effect('delivery.mark', () => ridersEnded(record, delivery.key, token, ended));
  return items;
}

async function judge(record: Record, rider: Rider): Promise<Item | Ending> {
  const story = await readChange(record, rider.change as `CHG-${number}`);
  if (!story) return { kind: 'end', state: 'dead', reason: 'its change is not in the record' };
  const notice = rider.data['notice'] as NoticeName;
  const standing = standingOf(notice, rider.seq, story);
  return standing.state === 'true' ? { rider, notice, story } : { kind: 'end', ...standing };
}

/** The windows that a notice of them names are those that are to be. */
export const WITH_WINDOW: readonly NoticeName[] = ['planned', 'reminder', 'correction'];

const HEADING_MAX = 100;
/** Of the line that stands where blocks do not show. */
const TEXT_ITEMS_MAX = 8;

/** Many notices as one message, the earliest window first: each a line of its own, none left out. */
export function digest(items: readonly Item[], policy: Policy): Said {
  const house = HOUSE_WORDS[policy.language];
  const title = house.together(items.length);
  const sorted = inOrder(items);
  const text = listOf(
    sorted.map((item) => `${shownId(item.story.change.id)} ${headingOf(item, policy)}`),
    TEXT_ITEMS_MAX,
    '; ',
    house.more,
  );
  return said(`${title}: ${text}`, [
    section(`*${title}*`),
    ...paragraphs(sorted.map((item) => line(item, policy))).map((paragraph) => section(paragraph)),
    context(house.eachWhole),
  ]);
}

export function inOrder(items: readonly Item[]): readonly Item[] {
  return items.toSorted((a, b) => a.story.change.content.opensAt - b.story.change.content.opensAt);
}

function line(item: Item, policy: Policy): string {
  const { id, content } = item.story.change;
  const window = WITH_WINDOW.includes(item.notice)
    ? `, ${when(content.opensAt)} ${HOUSE_WORDS[policy.language].until} ${when(content.closesAt)}`
    : '';
  return `• *${shownId(id)}* ${headingOf(item, policy)}${window}`;
}

function headingOf({ rider, notice, story: { change, facts, now } }: Item, policy: Policy): string {
  return cut(noticeHeading(notice, { change, facts, seq: rider.seq, policy, now }), HEADING_MAX);
}

/** Whole lines, as many to a paragraph as Slack takes. */
function paragraphs(lines: readonly string[]): readonly string[] {
  const found: string[] = [];
  for (const one of lines) {
    const last = found.at(-1);
    if (last === undefined || last.length + one.length + 1 > SECTION_MAX) found.push(one);
    else found[found.length - 1] = `${last}\n${one}`;
  }
  return found;
}
