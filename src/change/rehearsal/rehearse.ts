import { decide } from '../decide.ts';
import { evolve } from '../evolve.ts';
import type { RecordedFact } from '../facts.ts';
import { actorName, type Intent } from '../intents.ts';
import { isOver } from '../statuses.ts';
import type { Change } from '../model.ts';
import { withOpenIncidents } from '../open-incidents.ts';
import type { Policy } from '../policy.ts';
import type { Refusal } from '../refusals.ts';
import { deedsOf } from './deeds.ts';
import { promptsOf } from './prompts.ts';
import { person, type Deed, type Stage } from './stage.ts';

/** One fact of a rehearsed life, under its virtual time, with the change before and after it. */
export interface Moment {
  readonly recorded: RecordedFact;
  readonly before: Change | undefined;
  readonly after: Change;
}

/** What somebody was to do and could not. */
interface Refused {
  /** A Slack user id, or the worker as the record names it. */
  readonly by: string;
  readonly intent: Intent;
  readonly refusal: Refusal;
}

/** A life as it was rehearsed: what became of the copy, and what was refused to its people and its worker. */
export interface Rehearsal {
  /** When the copy was filed, virtual epoch ms. */
  readonly from: number;
  readonly moments: readonly Moment[];
  readonly refused: readonly Refused[];
  /** It ended by itself, and was not cut off. */
  readonly isWhole: boolean;
}

/** More than any life takes: a crowd that votes, a long ladder, an emergency with all it owes. */
const DEEDS_MAX = 1000;

/** What is copied: the request, who made it, and when. */
export type Original = Pick<Change, 'id' | 'content' | 'requester' | 'filedAt' | 'status'>;

/** A request not agreed to yet is lived from now on; one whose window has opened, or that is on its way, from when it was filed. */
export function rehearsedFrom({ status, content, filedAt }: Original, now: number): number {
  return (status === 'draft' || status === 'inReview') && now < content.opensAt ? now : filedAt;
}

/**
 * A copy of a change filed and lived to its end by `decide` and `evolve` alone (design §3, "Rehearsal"): its people answer, its clock
 * prompts, its steps take what they are thought to take and end as the course has it. Nothing outside of it is read or moved.
 */
export function rehearse(original: Original, now: number, stage: Stage): Rehearsal {
  const { id, requester } = original;
  const policy = onTheDay(stage.policy);
  const { incident: _today, ...content } = original.content;
  // A standard change was filed with a pattern that is pre-approved; whether it still is, its form says.
  const patterns = content.pattern === undefined ? [] : [content.pattern];
  const from = rehearsedFrom(original, now);
  const moments: Moment[] = [];
  const refused: Refused[] = [];
  const prompts: Deed[] = [];
  const tried = new Set<string>();
  let change: Change | undefined;
  let at = from;
  const filing = { type: 'fileChange', id, content } as const;
  let next: Deed | undefined = { key: 'file', at, intent: filing, actor: person(requester, stage) };
  while (next && tried.size < DEEDS_MAX) {
    const { key, intent, actor }: Deed = next;
    tried.add(key);
    at = Math.max(at, next.at);
    const by = actorName(actor);
    const decision = decide(change, intent, { now: at, policy, patterns, actor });
    if (!decision.ok && actor.kind !== 'clock') refused.push({ by, intent, refusal: decision.refusal });
    for (const fact of decision.ok ? decision.facts : []) {
      const recorded = { seq: moments.length + 1, at, by, fact };
      const after: Change = evolve(change, recorded);
      moments.push({ recorded, before: change, after });
      prompts.push(...promptsOf(after, recorded, stage));
      change = after;
    }
    next = change && !isOver(change.status) ? nextOf([...prompts, ...deedsOf(change, stage)], tried) : undefined;
  }
  return { from, moments, refused, isWhole: next === undefined };
}

/** What is broken today, or not tested yet, says nothing of the day. */
function onTheDay(policy: Policy): Policy {
  const services = Object.entries(policy.services).map(([name, { promotesFrom: _later, ...rest }]) => [name, rest]);
  return { ...withOpenIncidents(policy, []), services: Object.fromEntries(services) };
}

/** The earliest that was not tried; of two at once the clock comes first. */
function nextOf(deeds: readonly Deed[], tried: ReadonlySet<string>): Deed | undefined {
  return deeds
    .filter((deed) => !tried.has(deed.key))
    .reduce<Deed | undefined>((first, deed) => (first && first.at <= deed.at ? first : deed), undefined);
}
