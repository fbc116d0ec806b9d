import type { Status } from '../change/statuses.ts';
import { inLanes, type Placed, type Strip } from './lanes.ts';
import type { Bar } from './picture.ts';
import { clockTime, LEFT, type Scale } from './scale.ts';
import { box, text } from './svg-text.ts';

/** Pixels of a lane, and of the bar in it. */
export const LANE = 24;
const BAR = 18;
/** A bar of an hour could not be seen on a scale of weeks. */
const BAR_MIN = 8;
const LANES_MAX = 6;

/** How far a change is: a colour, and a sign and a word beside it, so that no colour stands alone. */
export const TONES = {
  draft: { colour: '#c9ccd1', sign: '✎', words: 'draft' },
  asked: { colour: '#f0c04c', sign: '?', words: 'waits for answers' },
  ready: { colour: '#57b47c', sign: '✓', words: 'ready' },
  running: { colour: '#5c9ae6', sign: '▶', words: 'under way' },
} as const;

interface ChangeStrip extends Strip {
  readonly bar: Bar;
}

/** The bars of one service in as few lanes as hold them. */
export function barsOf(bars: readonly Bar[], scale: Scale, timezone: string): readonly Placed<ChangeStrip>[] {
  const strips = bars.map((bar): ChangeStrip => {
    const x = scale(bar.opensAt);
    // Of one that opened before the days shown an hour alone would mislead.
    const hour = x > LEFT ? ` ${clockTime(bar.opensAt, timezone)}` : '';
    const name = `${TONES[toneOf(bar.status)].sign} ${bar.id}${bar.kind === 'emergency' ? ' !' : ''}${hour}`;
    return { x, width: Math.max(BAR_MIN, scale(bar.closesAt) - x), name, more: bar.title, bar };
  });
  return inLanes(strips, LANES_MAX);
}

/** A bar with its words; an emergency has a thick edge and a mark. `top` is that of its row. */
export function drawBar({ strip, lane, wordsX, words }: Placed<ChangeStrip>, top: number): string {
  const { x, width, bar } = strip;
  const y = top + lane * LANE + (LANE - BAR) / 2;
  const edge = bar.kind === 'emergency' ? 'stroke="#922b21" stroke-width="2"' : 'stroke="#4a4f57" stroke-width="0.7"';
  return [
    box(x, y, width, BAR, `rx="3" fill="${TONES[toneOf(bar.status)].colour}" ${edge}`),
    text(wordsX, y + 13, words, { fill: '#1d1c1d' }),
  ].join('');
}

function toneOf(status: Status): keyof typeof TONES {
  switch (status) {
    case 'inReview':
    case 'approved':
    case 'goNogo':
      return 'asked';
    case 'ready':
      return 'ready';
    case 'implementing':
    case 'rollingBack':
    case 'watching':
      return 'running';
    case 'draft':
    case 'missed':
    case 'implemented':
    case 'rolledBack':
    case 'failed':
    case 'closed':
    case 'rejected':
    case 'withdrawn':
      return 'draft';
  }
}
