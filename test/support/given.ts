import { expect } from 'vitest';
import { decide } from '../../src/change/decide.ts';
import { evolve } from '../../src/change/evolve.ts';
import type { Fact } from '../../src/change/facts.ts';
import { actorName, type Actor, type Intent } from '../../src/change/intents.ts';
import type { Change } from '../../src/change/model.ts';
import type { Status } from '../../src/change/statuses.ts';
import type { Policy } from '../../src/change/policy.ts';
import type { Refusal, RefusalCode } from '../../src/change/refusals.ts';
import { PATTERNS, anActor, type Story } from './a-change.ts';
import { aPolicy } from './a-policy.ts';

/** A fact as a test names it: its type, and those of its members that matter. */
type Expected = { [T in Fact['type']]: { readonly type: T } & Partial<Extract<Fact, { type: T }>> }[Fact['type']];

/** Who says it and when; a user id stands for that person as the policy knows them. */
export interface Saying {
  readonly by: string | Actor;
  readonly at: number;
  readonly policy?: Policy;
}

export interface Heard {
  /** These facts, in this order, and no others. */
  yields(...facts: readonly Expected[]): Heard;
  refuses<C extends RefusalCode>(code: C, more?: Partial<Extract<Refusal, { code: C }>>): void;
  becomes(status: Status): Heard;
  /** The story with what was decided; throws when it was refused. */
  readonly story: Story;
}

/** What an intent comes to after a story: `given(story).when(intent, saying).yields(...facts)` or `.refuses(code)`. */
export function given(story: Story | undefined) {
  return {
    when(intent: Intent, { by, at, policy = aPolicy() }: Saying): Heard {
      const actor = typeof by === 'string' ? anActor(by, policy) : by;
      const decision = decide(story?.change, intent, { now: at, policy, patterns: PATTERNS, actor });
      const heard: Heard = {
        yields(...facts) {
          expect(decision).toMatchObject({ ok: true, facts });
          return heard;
        },
        refuses(code, more = {}) {
          expect(decision).toMatchObject({ ok: false, refusal: { code, ...more } });
        },
        becomes(status) {
          expect(decision).toMatchObject({ ok: true });
          expect(heard.story.change.status).toBe(status);
          return heard;
        },
        get story() {
          if (!decision.ok) throw new Error(`${intent.type} was refused: ${JSON.stringify(decision.refusal)}`);
          return append(story, decision.facts, actor, at);
        },
      };
      return heard;
    },
  };
}

/** The story with these facts after it. */
export function append(story: Story | undefined, facts: readonly Fact[], actor: Actor, at: number): Story {
  const by = actorName(actor);
  const first = (story?.facts.length ?? 0) + 1;
  const recorded = facts.map((fact, i) => ({ seq: first + i, at, by, fact }));
  const change = recorded.reduce<Change | undefined>(evolve, story?.change);
  if (!change) throw new Error('a story begins with fileChange');
  return { change, facts: [...(story?.facts ?? []), ...recorded] };
}
