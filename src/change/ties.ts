import { readChangeId, type ChangeId } from './change-id.ts';
import type { Change, ChangeContent } from './model.ts';
import type { Policy } from './policy.ts';
import type { ContentProblem, Refusal } from './refusals.ts';
import { isOver, type Status } from './statuses.ts';
import { stageOf } from './strategy.ts';

/** A change that another follows or is a part of, or that is a part of it, as that other may look at it. */
export interface Tied {
  readonly change: ChangeId;
  readonly title: string;
  readonly status: Status;
  readonly ending?: 'implemented' | 'rolledBack' | 'failed';
  readonly endedAt?: number;
  readonly strategy?: string;
  readonly stage?: string;
  readonly follows?: ChangeId;
  readonly partOf?: ChangeId;
  readonly value?: string;
  readonly opensAt: number;
  readonly closesAt: number;
}

type Tying = Pick<ChangeContent, 'strategy' | 'stage' | 'follows' | 'partOf'>;
export type TooEarly = Extract<Refusal, { code: 'tooEarly' }>;

/** The policy as it is in force: with what the record knows of the changes that are tied to one. */
export function withTies(policy: Policy, ties: readonly Tied[]): Policy {
  return { ...policy, ties };
}

/** A change as those that it is tied to see it. */
export function asTied({ id, content, status, ending, endedAt }: Change): Tied {
  const { title, opensAt, closesAt, strategy, stage, value } = content;
  const [follows, partOf] = [readChangeId(content.follows ?? ''), readChangeId(content.partOf ?? '')];
  return {
    change: id,
    title,
    status,
    opensAt,
    closesAt,
    ...(ending === undefined ? {} : { ending }),
    ...(endedAt === undefined ? {} : { endedAt }),
    ...(strategy === undefined ? {} : { strategy }),
    ...(stage === undefined ? {} : { stage }),
    ...(value === undefined ? {} : { value }),
    ...(follows === undefined ? {} : { follows }),
    ...(partOf === undefined ? {} : { partOf }),
  };
}

/** The changes that a request names: the one before it, and the whole it is a part of. */
export function namedTies({ follows, partOf }: Tying): readonly ChangeId[] {
  return [follows, partOf].flatMap((typed) => readChangeId(typed ?? '') ?? []);
}

function tieOf(change: string | undefined, { ties = [] }: Policy): Tied | undefined {
  return ties.find((t) => t.change === change);
}

/** What a request may not be tied to: itself, what is not there, what is over, a part of a part, or what waits for it. */
export function tieProblems(id: ChangeId, content: Tying, policy: Policy): readonly ContentProblem[] {
  const follows = content.follows === undefined ? undefined : followsProblem(id, content.follows, policy);
  const partOf = content.partOf === undefined ? undefined : partProblem(id, content.partOf, policy);
  return [
    ...(follows === undefined ? [] : [{ field: 'follows', problem: follows } as const]),
    ...(partOf === undefined ? [] : [{ field: 'partOf', problem: partOf } as const]),
  ];
}

function followsProblem(id: ChangeId, named: string, policy: Policy): string | undefined {
  if (named === id) return 'A change cannot come after itself.';
  const before = tieOf(named, policy);
  if (!before) return `There is no change ${named}.`;
  return before.follows === id ? `${named} comes after this one; one of the two must come first.` : undefined;
}

function partProblem(id: ChangeId, named: string, policy: Policy): string | undefined {
  if (named === id) return 'A change cannot be a part of itself.';
  const whole = tieOf(named, policy);
  if (!whole) return `There is no change ${named}.`;
  if (whole.partOf !== undefined) return `${named} is itself a part of ${whole.partOf}; name that one.`;
  if (partsOf(id, policy).length > 0) return 'Other changes are parts of this one, so it cannot be a part itself.';
  return isOver(whole.status) ? `${named} is over; nothing can be added to it.` : undefined;
}

/** The changes that are parts of this one, the earliest window first. */
export function partsOf(id: ChangeId, { ties = [] }: Policy): readonly Tied[] {
  return ties.filter((t) => t.partOf === id).toSorted((a, b) => a.opensAt - b.opensAt);
}

/** The parts that are neither done nor given up: the whole cannot be closed before them. */
export function openParts(id: ChangeId, policy: Policy): readonly Tied[] {
  return partsOf(id, policy).filter((t) => t.endedAt === undefined && !isOver(t.status));
}

/** The change that a request comes after, where it names one. */
export function beforeIt({ follows }: Pick<Tying, 'follows'>, policy: Policy): Tied | undefined {
  return tieOf(follows, policy);
}

/**
 * Why a change may not begin yet: the one before it must have been implemented, be the step that its strategy asks for, and have been
 * live for as long as that says (003-STRAT-19). Undefined where nothing is missing, or it follows none.
 */
export function tooEarly(content: Tying, policy: Policy, now: number): TooEarly | undefined {
  const { follows } = content;
  if (follows === undefined) return undefined;
  const before = beforeIt(content, policy);
  const why = (cause: TooEarly['why']): TooEarly => ({ code: 'tooEarly', follows, why: cause });
  if (!before) return why('noSuchChange');
  const stage = stageOf(content, policy);
  if (stage?.after !== undefined && (before.strategy !== content.strategy || before.stage !== stage.after))
    return why('otherStep');
  if (before.ending !== 'implemented' || before.endedAt === undefined) return why(unfinished(before));
  const until = before.endedAt + (stage?.liveMs ?? 0);
  return now < until ? { ...why('notLongEnough'), until } : undefined;
}

function unfinished({ ending, status }: Tied): TooEarly['why'] {
  if (ending === 'rolledBack' || ending === 'failed') return 'undone';
  return isOver(status) ? 'off' : 'notDone';
}
