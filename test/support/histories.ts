import * as fc from 'fast-check';
import type { ChangeId } from '../../src/change/change-id.ts';
import { decide } from '../../src/change/decide.ts';
import type { RecordedFact } from '../../src/change/facts.ts';
import type { ChangeContent } from '../../src/change/model.ts';
import type { Policy } from '../../src/change/policy.ts';
import { FILED_AT, OPENS_AT, PATTERNS, aContent, anActor, liveThrough, type Story } from './a-change.ts';
import { PHASES_OF_A_MOVE, tick } from './a-checklist.ts';
import { aPattern } from './a-pattern.ts';
import { aPlaybook } from './a-playbook.ts';
import { aPolicy, aService, DAY, HOUR } from './a-policy.ts';
import { append } from './given.ts';
import {
  INCIDENT,
  MORE_TIME,
  STANDARD,
  WITHDRAW,
  applied,
  approved,
  emergencyLives,
  implemented,
  inReview,
  ready,
  watching,
} from './lives.ts';
import { nextMove, type Draw } from './moves.ts';
import { CREATES, BOTH, ends, startedOn, readable } from './planned.ts';

/** Over how many days the changes of a drawn past are spread. */
export const PAST_DAYS = 200;

/** What a standard change has to do holds nothing back. */
const ungated = aPattern({
  phases: PHASES_OF_A_MOVE.map((phase) => ({
    ...phase,
    items: phase.items.map(({ gate: _gate, after: _after, ...item }) => item),
  })),
});
const services = { ...aPolicy().services, search: aService({ name: 'Search' }) };
const policy = aPolicy({ playbooks: [aPlaybook()], services, knownPatterns: { [STANDARD.pattern]: ungated } });

interface Beginning {
  readonly story: Story;
  readonly policy: Policy;
}

/** Changes that got far, each a different way, from where a past goes on by chance. */
function beginnings(): readonly Beginning[] {
  const lived = { policy };
  const ada = anActor('U0ADA', policy);
  const planned = [CREATES, BOTH].map((plan) => ends(startedOn(plan), OPENS_AT + HOUR, plan));
  const applying = planned.map((story) => ends(story, OPENS_AT + HOUR));
  const handedOver = applying.map((story) => liveThrough(readable(), [[INCIDENT, ada, OPENS_AT + 2 * HOUR]], story));
  const content = aContent({ opensAt: FILED_AT - DAY, closesAt: FILED_AT - DAY + HOUR });
  const made = { type: 'recordChange', id: 'CHG-1', content, made: { ending: 'failed' } } as const;
  const emergencies = Object.values(emergencyLives(lived));
  return [
    ...emergencies,
    implemented(lived),
    implemented({ policy, content: STANDARD }),
    implemented({ policy, content: { risk: 'high', services: ['web', 'search'] } }),
    liveThrough(
      policy,
      ['inventory', 'on-call'].map((item) => [tick(item), ada, OPENS_AT + DAY]),
      implemented({ policy, content: STANDARD }),
    ),
    liveThrough(policy, [[{ type: 'reportIssue', text: 'Slow.' }, ada, OPENS_AT + DAY]], implemented(lived)),
    liveThrough(policy, [[{ type: 'reopen', text: 'It is down.' }, ada, OPENS_AT + DAY]], implemented(lived)),
    liveThrough(policy, [[made, ada, FILED_AT]]),
    watching(lived),
    applied('failed', lived),
    applied('failed', lived),
    applied('unknown', lived),
    liveThrough(policy, [[MORE_TIME, ada, OPENS_AT + HOUR]], applied('failed', lived)),
    liveThrough(policy, [[INCIDENT, ada, OPENS_AT + 5 * HOUR]], applied('failed', lived)),
    liveThrough(policy, [[WITHDRAW, ada, OPENS_AT]], approved(lived)),
    liveThrough(policy, [[WITHDRAW, ada, OPENS_AT]], inReview(lived)),
    ready(lived),
    liveThrough(policy, [[WITHDRAW, ada, OPENS_AT]], ready(lived)),
  ]
    .map((story): Beginning => ({ story, policy }))
    .concat([...planned, ...applying, ...handedOver].map((story) => ({ story, policy: readable() })));
}

const BEGINNINGS = beginnings();

/** The facts of a few dozen changes, each lived on by chance, spread over `PAST_DAYS` around the time of `lives.ts`. */
export const pasts = fc.array(
  fc.record({
    beginning: fc.nat(BEGINNINGS.length - 1),
    draws: fc.array(
      fc.record({ chance: fc.nat(99), pick: fc.nat(100_000), wait: fc.nat(99) }) satisfies fc.Arbitrary<Draw>,
      { maxLength: 14 },
    ),
    shiftMs: fc.nat(PAST_DAYS * DAY),
  }),
  { maxLength: 24, size: 'max' },
);

/** The facts that a drawn past stands for, change by change. */
export function factsOf(
  past: typeof pasts extends fc.Arbitrary<infer P> ? P : never,
): readonly (readonly RecordedFact[])[] {
  return past.map(({ beginning, draws, shiftMs }, i) => {
    const { story, policy: inForce } = BEGINNINGS[beginning] ?? { story: implemented(), policy };
    return moved(livedOn(story, inForce, draws), `CHG-${i + 1}`, shiftMs);
  });
}

function livedOn(from: Story, inForce: Policy, draws: readonly Draw[]): Story {
  let story = from;
  let now = Math.max(...from.facts.map(({ at }) => at));
  for (const draw of draws) {
    const { intent, actor, at } = nextMove(story, inForce, now, draw);
    now = Math.max(now, at);
    const decision = decide(story.change, intent, { now, policy: inForce, patterns: PATTERNS, actor });
    if (decision.ok) story = append(story, decision.facts, actor, now);
  }
  return story;
}

/** The same facts under another name and so much later. */
function moved({ facts }: Story, id: ChangeId, byMs: number): readonly RecordedFact[] {
  const later = (content: ChangeContent): ChangeContent => ({
    ...content,
    opensAt: content.opensAt + byMs,
    closesAt: content.closesAt + byMs,
  });
  return facts.map((recorded): RecordedFact => {
    const { fact } = recorded;
    const at = recorded.at + byMs;
    if (fact.type === 'changeFiled') return { ...recorded, at, fact: { ...fact, id, content: later(fact.content) } };
    if (fact.type === 'changeEdited') return { ...recorded, at, fact: { ...fact, content: later(fact.content) } };
    return { ...recorded, at, fact };
  });
}
