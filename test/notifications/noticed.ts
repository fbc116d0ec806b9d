import { fold } from '../../src/change/evolve.ts';
import type { RecordedFact } from '../../src/change/facts.ts';
import type { Change } from '../../src/change/model.ts';
import type { NoticeName } from '../../src/change/notice.ts';
import { OPENS_AT, liveThrough } from '../support/a-change.ts';
import { aPolicy, DAY } from '../support/a-policy.ts';
import { ready, wake } from '../support/lives.ts';
import { everyStory } from './stories.ts';

/** A change at the moment at which a notice is ordered. */
export interface Noticed {
  readonly change: Change;
  readonly facts: readonly RecordedFact[];
  /** Of the fact that orders it. */
  readonly seq: number;
  readonly now: number;
}

const stories = [...Object.values(everyStory()), liveThrough(aPolicy(), [wake('remind', OPENS_AT - DAY)], ready())];

/** The first of the stories that orders a notice, as far as that moment. */
export function noticed(name: NoticeName): Noticed {
  for (const { facts: all } of stories) {
    const ordered = all.find(({ fact }) => fact.type === 'noticeOrdered' && fact.notice === name);
    if (!ordered) continue;
    const facts = all.filter(({ at }) => at <= ordered.at);
    const change = fold(facts);
    if (change) return { change, facts, seq: ordered.seq, now: ordered.at };
  }
  throw new Error(`no story orders the notice ${name}`);
}
