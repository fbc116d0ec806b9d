import type { Picture } from './picture.ts';

/** Pixels: the width of the picture, and where its days begin and end. */
export const WIDTH = 1280;
export const LEFT = 180;
export const RIGHT = WIDTH - 20;

export interface Day {
  readonly at: number;
  readonly date: Temporal.PlainDate;
}

/** Where an instant lies, held to the days shown. */
export type Scale = (at: number) => number;

/** The beginnings of the days shown, and of the one after them. */
export function daysOf({ now, days, timezone }: Pick<Picture, 'now' | 'days' | 'timezone'>): readonly Day[] {
  const first = Temporal.Instant.fromEpochMilliseconds(now).toZonedDateTimeISO(timezone).toPlainDate();
  return Array.from({ length: days + 1 }, (_, i) => {
    const date = first.add({ days: i });
    return { date, at: date.toZonedDateTime({ timeZone: timezone }).epochMilliseconds };
  });
}

export function scaleOf(days: readonly Day[]): Scale {
  const [from, to] = [days[0]?.at ?? 0, days.at(-1)?.at ?? 1];
  return (at) => LEFT + ((Math.min(to, Math.max(from, at)) - from) / (to - from)) * (RIGHT - LEFT);
}

/** `21:00` in the zone of the picture. */
export function clockTime(at: number, timezone: string): string {
  return Temporal.Instant.fromEpochMilliseconds(at)
    .toZonedDateTimeISO(timezone)
    .toPlainTime()
    .toString({ smallestUnit: 'minute' });
}
