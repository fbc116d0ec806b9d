import { PERIODS, type Period } from '../../change/figures/report.ts';

/** What of the figures somebody asks for. */
export interface AskedFor {
  readonly days: Period;
  readonly service?: string;
}

/** `30d`, `90d` or `365d`, and `service:NAME`, in any order; undefined for anything else. */
export function readAsked(text: string): AskedFor | undefined {
  const words = text.split(/\s+/).filter((word) => word !== '');
  let asked: AskedFor = { days: PERIODS[0] };
  const seen = new Set<string>();
  for (const word of words) {
    const days = PERIODS.find((period) => `${period}d` === word.toLowerCase());
    const service = /^service:([A-Za-z0-9][\w.-]{0,62})$/i.exec(word)?.[1];
    const what = days === undefined ? 'service' : 'days';
    if (seen.has(what) || (days === undefined && service === undefined)) return undefined;
    seen.add(what);
    asked = { ...asked, ...(days === undefined ? {} : { days }), ...(service === undefined ? {} : { service }) };
  }
  return asked;
}
