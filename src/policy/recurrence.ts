import { text } from './shapes.ts';

const DAY = '(?:MO|TU|WE|TH|FR|SA|SU)';
const LISTS: Readonly<Record<string, RegExp>> = {
  FREQ: /^(?:DAILY|WEEKLY|MONTHLY|YEARLY)$/,
  BYDAY: new RegExp(`^(?:[+-]?[1-5])?${DAY}(?:,(?:[+-]?[1-5])?${DAY})*$`),
  BYMONTHDAY: /^-?(?:[1-9]|[12]\d|3[01])(?:,-?(?:[1-9]|[12]\d|3[01]))*$/,
  BYMONTH: /^(?:[1-9]|1[0-2])(?:,(?:[1-9]|1[0-2]))*$/,
};

/**
 * A recurrence as in RFC 5545, without INTERVAL, COUNT and UNTIL: the policy gives no first day to count from.
 * https://www.rfc-editor.org/rfc/rfc5545#section-3.3.10
 */
export const Recurrence = text(
  /^[A-Z]+=[A-Z0-9,+-]+(?:;[A-Z]+=[A-Z0-9,+-]+)*$/,
  'a recurrence such as FREQ=WEEKLY;BYDAY=FR',
).refine(isRecurrence, {
  error:
    'FREQ (WEEKLY with BYDAY, MONTHLY with BYDAY or BYMONTHDAY, YEARLY with BYMONTH too, or DAILY) and nothing else',
});

function isRecurrence(rule: string): boolean {
  const parts = rule.split(';').map((part) => part.split('='));
  const given = new Map(parts.map(([key = '', value = '']) => [key, value]));
  if (given.size !== parts.length) return false;
  if (![...given].every(([key, value]) => Object.hasOwn(LISTS, key) && LISTS[key]?.test(value))) return false;
  const numbered = /\d/.test(given.get('BYDAY') ?? '');
  const onDays = given.has('BYDAY') || given.has('BYMONTHDAY');
  switch (given.get('FREQ')) {
    case 'DAILY':
      return !numbered;
    case 'WEEKLY':
      return given.has('BYDAY') && !numbered && !given.has('BYMONTHDAY');
    case 'MONTHLY':
      return onDays;
    case 'YEARLY':
      return onDays && given.has('BYMONTH');
    default:
      return false;
  }
}
