import { PHASES } from '../change/checklist.ts';
import { circleMessage, circles } from './circles.ts';
import { show } from './explain.ts';
import { member, textsOf } from './loose.ts';
import { nearest } from './nearest.ts';
import type { Finding, Path } from './problem.ts';

/** An item of a checklist as it is written, and where. */
export interface WrittenItem {
  readonly id: string;
  readonly item: unknown;
  readonly path: Path;
  /** The number of its phase in the file. */
  readonly phase: number;
}

/** The items of a pattern that have an id, in the order of the file. */
export function itemsOf(written: unknown): readonly WrittenItem[] {
  return listOf(member(written, 'phases')).flatMap((phase, p) =>
    listOf(member(phase, 'items')).flatMap((item, i): WrittenItem[] => {
      const id = member(item, 'id');
      return typeof id === 'string' ? [{ id, item, path: ['phases', p, 'items', i], phase: p }] : [];
    }),
  );
}

/** What the phases of a pattern say of one another: each once and in its order, every id once, and nothing after what comes later or never. */
export function checklistFindings(written: unknown): Finding[] {
  const items = itemsOf(written);
  return [...phaseFindings(written), ...doubledIds(items), ...afterFindings(items)];
}

function phaseFindings(written: unknown): Finding[] {
  const ranks = listOf(member(written, 'phases')).map((phase) =>
    PHASES.findIndex((name) => name === member(phase, 'name')),
  );
  return ranks.flatMap((rank, p): Finding[] => {
    if (rank < 0 || rank > Math.max(-1, ...ranks.slice(0, p))) return [];
    const expected = `each phase once and in the order ${PHASES.join(', ')}`;
    return [
      {
        path: ['phases', p, 'name'],
        at: 'value',
        message: `got ${show(PHASES[rank])} after ${show(PHASES[Math.max(...ranks.slice(0, p))])}; expected ${expected}`,
      },
    ];
  });
}

function doubledIds(items: readonly WrittenItem[]): Finding[] {
  const doubled = items.filter(({ id }, i) => items.findIndex((other) => other.id === id) < i);
  return doubled.map(({ id, path }) => ({
    path: [...path, 'id'],
    at: 'value',
    message: `got ${show(id)} a second time; expected an id of its own for every item of the pattern`,
  }));
}

function afterFindings(items: readonly WrittenItem[]): Finding[] {
  const strays = items.flatMap(({ item, path, phase }) =>
    textsOf(member(item, 'after')).flatMap(([i, before]): Finding[] => {
      const found = items.find(({ id }) => id === before);
      if (found && found.phase <= phase) return [];
      const meant = nearest(
        before,
        items.flatMap((one) => (one.phase <= phase ? [one.id] : [])),
      );
      const hint = found ? ' (it is of a later one)' : meant === undefined ? '' : ` (${meant}, perhaps)`;
      const message = `got ${show(before)}; expected the id of an item of this phase or an earlier one${hint}`;
      return [{ path: [...path, 'after', i], at: 'value', message }];
    }),
  );
  const next = new Map(items.map(({ id, item }) => [id, textsOf(member(item, 'after')).map(([, before]) => before)]));
  const rounds = circles(next).map((circle): Finding => {
    const path = items.find(({ id }) => id === circle[0])?.path ?? [];
    return { path: [...path, 'after'], at: 'value', message: circleMessage(circle) };
  });
  return [...strays, ...rounds];
}

function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}
