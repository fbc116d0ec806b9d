const SPAN = /^(?:(\d{1,5}) ?h)? ?(?:(\d{1,5}) ?m)? ?(?:(\d{1,6}) ?s)?$/i;
const DAYS = /^(\d{1,5}) ?d$/i;

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/**
 * A duration as typed in a form or in the policy: `90s`, `30m`, `2h30m` are exact and come back in ms; `7d` is calendar days,
 * whose length depends on the zone, and comes back as days. Undefined for anything else, `1d12h` and `1.5h` included.
 */
export function readSpan(text: string): { readonly ms: number } | { readonly days: number } | undefined {
  const trimmed = text.trim();
  const days = DAYS.exec(trimmed)?.[1];
  if (days !== undefined) return { days: Number(days) };
  const parts = SPAN.exec(trimmed);
  if (trimmed === '' || !parts) return undefined;
  const [, hours = '0', minutes = '0', seconds = '0'] = parts;
  return { ms: Number(hours) * HOUR + Number(minutes) * MINUTE + Number(seconds) * SECOND };
}

/** A span in ms as people read it, its two largest units, whole seconds: `2 h 30 min`, `45 s`, `3 d`. Days of 24 hours begin at 48 h. */
export function sayDuration(ms: number): string {
  if (ms < 0) return `−${sayDuration(-ms)}`;
  const whole = Math.round(ms / SECOND) * SECOND;
  const days = whole >= 2 * DAY ? Math.floor(whole / DAY) : 0;
  const rest = whole - days * DAY;
  const units: readonly (readonly [number, string])[] = [
    [days, 'd'],
    [Math.floor(rest / HOUR), 'h'],
    [Math.floor((rest % HOUR) / MINUTE), 'min'],
    [(rest % MINUTE) / SECOND, 's'],
  ];
  const first = units.findIndex(([count]) => count > 0);
  if (first < 0) return '0 s';
  return units
    .slice(first, first + 2)
    .filter(([count]) => count > 0)
    .map(([count, unit]) => `${count} ${unit}`)
    .join(' ');
}
