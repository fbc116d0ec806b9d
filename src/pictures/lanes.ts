import { LEFT, RIGHT } from './scale.ts';
import { fitting, widthOf } from './svg-text.ts';

/** What is to be drawn from `x` on, `width` pixels wide, with these words on it or beside it. */
export interface Strip {
  readonly x: number;
  readonly width: number;
  /** What must be readable. */
  readonly name: string;
  /** What is read too, where there is room. */
  readonly more: string;
}

/** A strip in its lane, with as many words, from `wordsX` on, as there is room for. */
export interface Placed<S extends Strip> {
  readonly strip: S;
  readonly lane: number;
  readonly wordsX: number;
  readonly words: string;
}

/** Between a strip and the words beside it, and between those and what comes next. */
const GAP = 5;

/** Fewer characters than these say nothing. */
const MORE_MIN = 5;

interface Extent {
  readonly from: number;
  readonly to: number;
  readonly wordsX: number;
}

/**
 * Strips that would cover one another, or one another's names, lie below each other; more words than the name stand where the next
 * in the lane leaves room for them. What does not fit into so many lanes is left out.
 */
export function inLanes<S extends Strip>(strips: readonly S[], lanesMax: number): readonly Placed<S>[] {
  const lanes: { readonly strip: S; readonly extent: Extent }[][] = [];
  for (const strip of strips.toSorted((a, b) => a.x - b.x)) {
    const extent = extentOf(strip);
    const found = lanes.findIndex((lane) => (lane.at(-1)?.extent.to ?? 0) + GAP <= extent.from);
    if (found < 0 && lanes.length === lanesMax) continue;
    const lane = found < 0 ? lanes.push([]) - 1 : found;
    lanes[lane]?.push({ strip, extent });
  }
  return lanes.flatMap((placed, lane) =>
    placed.map(({ strip, extent }, i) => {
      const { wordsX } = extent;
      const end = wordsX < strip.x ? strip.x : (placed[i + 1]?.extent.from ?? RIGHT);
      return { strip, lane, wordsX, words: wordsFor(strip, end - GAP - wordsX) };
    }),
  );
}

/** The name stands on a strip that is wide enough, else beside it, to its left where the picture ends. */
function extentOf({ x, width, name }: Strip): Extent {
  const named = widthOf(name);
  if (named + 2 * GAP <= width) return { from: x, to: x + width, wordsX: x + GAP };
  const right = x + width + GAP;
  if (right + named <= RIGHT) return { from: x, to: right + named, wordsX: right };
  const left = Math.max(LEFT, x - GAP - named);
  return { from: left, to: x + width, wordsX: left };
}

/** The name, and of the other words what fits. */
function wordsFor({ name, more }: Strip, room: number): string {
  const left = room - widthOf(`${name} `);
  return left < widthOf('x'.repeat(Math.min(MORE_MIN, more.length))) ? name : `${name} ${fitting(more, left)}`;
}
