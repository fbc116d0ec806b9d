import { shownId } from '../change/change-id.ts';
import type { FactType, RecordedFact } from '../change/facts.ts';
import { fold } from '../change/evolve.ts';
import { endsAt } from '../change/ladder.ts';
import { openReopening } from '../change/long-watch.ts';
import type { Change } from '../change/model.ts';
import { named } from '../change/named.ts';
import type { Policy } from '../change/policy.ts';
import type { Medium } from '../journal/delivery-rows.ts';
import { cut, listOf } from '../slack/blocks.ts';
import type { Claim, Claims } from '../wording/claims.ts';
import { HOUSE_WORDS } from '../wording/house-words.ts';
import { checksPassed } from './claims.ts';

export interface NoticeView {
  readonly change: Change;
  readonly policy: Policy;
  /** Where the order to tell stands among the facts. */
  readonly seq: number;
  readonly facts: readonly RecordedFact[];
  /** By the database's clock. */
  readonly now: number;
  /** Slack where none is given. */
  readonly medium?: Medium;
}

const SERVICES_MAX = 6;
const NAME_MAX = 60;

/** What may be said of a change: each claim rests on a fact, and what none has shown is not made (design §1, notices cannot lie). */
export function noticeClaims(view: NoticeView): Claims {
  const { change, policy, now, medium } = view;
  const { content } = change;
  const house = HOUSE_WORDS[policy.language];
  const passed = checksPassed(change);
  const end = endsAt(change);
  return {
    id: { ours: shownId(change.id) },
    title: { quote: content.title, max: 150 },
    services: { quote: serviceList(change, policy), max: 600 },
    opensAt: { at: content.opensAt },
    closesAt: { at: content.closesAt },
    // Of an emergency nobody may have had the time to write it.
    impact: content.impact.trim() === '' ? undefined : { quote: content.impact, max: 600 },
    startedAt: instant(change.startedAt),
    expectedEnd: { at: end },
    // Made where a template asks for them: they fold the change anew.
    get formerOpensAt() {
      return instant(formerly(view)?.opensAt);
    },
    get formerClosesAt() {
      return instant(formerly(view)?.closesAt);
    },
    get announcedOpensAt() {
      return instant(announced(view).opensAt);
    },
    get announcedClosesAt() {
      return instant(announced(view).closesAt);
    },
    words: wordsOf(view),
    checksPassed: passed ? { ours: house.checksPassed } : undefined,
    asBefore: passed && change.rollback ? { ours: house.asBefore } : undefined,
    tellUs: { ours: medium === 'mail' ? house.answerMail : house.tellHere },
    isEmergency: isSo(content.kind === 'emergency'),
    isWatching: isSo(change.status === 'watching' && !openReopening(change)),
    isReopened: isSo(openReopening(change) !== undefined),
    isOverdue: isSo(end <= now),
    isConfirmed: isSo(change.status === 'ready'),
  };
}

function serviceList({ content }: Change, { services, language }: Policy): string {
  const house = HOUSE_WORDS[language];
  const names = content.services.map((s) => cut(named(services, s)?.name ?? s, NAME_MAX));
  return names.length === 0 ? house.noService : listOf(names, SERVICES_MAX, ', ', house.more);
}

/** Facts whose text is for the people affected. */
const WORDED: readonly FactType[] = ['progressTold', 'incidentUpdated', 'incidentResolved'];

/** What whoever ordered a notice wants people to know, as a sentence. */
function wordsOf({ facts, seq }: NoticeView): Claim | undefined {
  const { fact } = facts.findLast((f) => f.seq < seq) ?? {};
  const words =
    fact && WORDED.includes(fact.type) && 'text' in fact ? fact.text : fact && 'words' in fact ? fact.words : undefined;
  if (words === undefined) return undefined;
  const said = words.trim();
  return { quote: /[.!?…]$/.test(said) ? said : `${said}.`, max: 600 };
}

/** The window as it was before the last edit that this order knows of, where that moved it. */
function formerly({ facts, seq }: NoticeView): Change['content'] | undefined {
  const edited = facts.findLast((f) => f.seq < seq && f.fact.type === 'changeEdited');
  return edited && fold(facts.filter((f) => f.seq < edited.seq))?.content;
}

/** The content as it was when the order to tell was given. */
function announced({ facts, seq, change }: NoticeView): Change['content'] {
  const isNewest = (facts.at(-1)?.seq ?? 0) <= seq;
  return (isNewest ? change : (fold(facts.filter((f) => f.seq <= seq)) ?? change)).content;
}

function instant(at: number | undefined): Claim | undefined {
  return at === undefined ? undefined : { at };
}

function isSo(holds: boolean): true | undefined {
  return holds || undefined;
}
