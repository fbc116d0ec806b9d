import { shownId } from '../../change/change-id.ts';
import type { Policy } from '../../change/policy.ts';
import { calendarText } from '../../ical/calendar-text.ts';
import type { Delivery } from '../../journal/delivery-rows.ts';
import type { Letter } from '../../outside/mail-server.ts';
import { cut, listOf } from '../../slack/blocks.ts';
import { HOUSE_WORDS } from '../../wording/house-words.ts';
import { inOrder, WITH_WINDOW, type Item } from '../digest.ts';
import { entryOf, letterOf } from './mail.ts';
import { zonedWords } from './plain-words.ts';
import { telling, type Page, type Telling } from './telling.ts';

type Carrier = Pick<Delivery, 'key' | 'channel' | 'medium' | 'ambiguous'>;

interface Told {
  readonly item: Item;
  readonly telling: Telling;
}

const IDS_SHOWN = 10;
const HEADING_MAX = 100;

/** Many notices as one mail: each with all that it says. Their entries come in one calendar, which a mail that invites cannot hold. */
export function digestMail(
  items: readonly Item[],
  policy: Policy,
  { team, from, carrier }: { readonly team: string; readonly from: string; readonly carrier: Carrier },
): Letter {
  const all = told(items, policy, carrier);
  const events = all.flatMap(
    ({ item: { rider, story }, telling: one }) => entryOf(one, { from, delivery: rider, story, team }) ?? [],
  );
  const page = pageOf(all, policy, carrier, ({ telling: { id, heading, sentences } }) =>
    [`${id} · ${heading}`, ...sentences].join(' '),
  );
  return letterOf(page, {
    from,
    carrier,
    subject: page.heading,
    thread: `${team}/digests`,
    key: carrier.key,
    writtenAt: Math.max(...items.map(({ story }) => story.now)),
    ...(events.length === 0
      ? {}
      : {
          invitation: {
            method: 'PUBLISH',
            text: calendarText({ method: 'PUBLISH', events: events.map(({ event }) => event) }),
          },
        }),
  });
}

/** The same as what a card shows: a line each. */
export function digestPage(items: readonly Item[], policy: Policy, carrier: Carrier): Page {
  return pageOf(told(items, policy, carrier), policy, carrier, ({ item, telling: { id, heading } }) => {
    const { opensAt, closesAt } = item.story.change.content;
    const window = WITH_WINDOW.includes(item.notice)
      ? `: ${zonedWords(opensAt, policy)} ${HOUSE_WORDS[policy.language].until} ${zonedWords(closesAt, policy)}`
      : '';
    return `${id} · ${cut(heading, HEADING_MAX)}${window}`;
  });
}

function told(items: readonly Item[], policy: Policy, { medium, ambiguous }: Carrier): readonly Told[] {
  return inOrder(items).map((item) => ({
    item,
    telling: telling(item.notice, { seq: item.rider.seq, medium, ambiguous }, item.story, policy),
  }));
}

function pageOf(
  all: readonly Told[],
  { language, timezone }: Policy,
  { ambiguous }: Carrier,
  sentence: (one: Told) => string,
): Page {
  const house = HOUSE_WORDS[language];
  return {
    heading: house.together(all.length),
    sentences: all.map(sentence),
    about: listOf(
      all.map(({ item }) => shownId(item.story.change.id)),
      IDS_SHOWN,
      ', ',
      house.more,
    ),
    language,
    zone: house.zone(timezone),
    isPossibleCopy: ambiguous,
  };
}
