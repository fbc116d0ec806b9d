import type { FreezeSpan } from '../change/freezes.ts';
import { LANE } from './change-bars.ts';
import { HEADER } from './day-header.ts';
import { inLanes, type Placed, type Strip } from './lanes.ts';
import type { Scale } from './scale.ts';
import { box, text } from './svg-text.ts';

const LANES_MAX = 4;

/** How a freeze looks, and what it means beside it. */
export const FREEZES = {
  hard: { colour: '#c0392b', ink: '#922b21', words: 'Freeze! only with an exception' },
  soft: { colour: '#d68910', ink: '#8a5a08', words: 'Soft freeze: better not' },
} as const;

interface FreezeStrip extends Strip {
  readonly hard: boolean;
}

/** The freezes that touch the days shown, as strips for a row of their own. */
export function freezeStrips(freezes: readonly FreezeSpan[], scale: Scale): readonly Placed<FreezeStrip>[] {
  const strips = freezes.flatMap(({ name, hard, from, to }): readonly FreezeStrip[] => {
    const x = scale(from);
    const width = scale(to) - x;
    return width > 0 ? [{ x, width, name: hard ? 'Freeze!' : 'Soft freeze', more: name, hard }] : [];
  });
  return inLanes(strips, LANES_MAX);
}

/** The shade of a freeze over every row. */
export function shade({ strip: { x, width, hard } }: Placed<FreezeStrip>, bottom: number): string {
  return box(x, HEADER, width, bottom - HEADER, `fill="${lookOf(hard).colour}" fill-opacity="${hard ? 0.13 : 0.1}"`);
}

/** A freeze by name in the row of freezes; `top` is that of the row. */
export function drawFreeze({ strip, lane, wordsX, words }: Placed<FreezeStrip>, top: number): string {
  const { x, width, hard } = strip;
  const { colour, ink } = lookOf(hard);
  const y = top + lane * LANE + 3;
  return [
    box(x, y, width, LANE - 6, `rx="3" fill="${colour}" fill-opacity="0.28" stroke="${ink}" stroke-width="0.7"`),
    text(wordsX, y + 13, words, { fill: ink }),
  ].join('');
}

function lookOf(hard: boolean): (typeof FREEZES)[keyof typeof FREEZES] {
  return hard ? FREEZES.hard : FREEZES.soft;
}
