import { canonicalJson } from '../../canonical-json.ts';
import { measureOf, type Measure } from '../../change/figures/measure.ts';
import type { Change } from '../../change/model.ts';
import { keptTimes } from '../service-times.ts';
import { finding, type Finding } from './finding.ts';
import type { KeptMeasures } from './kept-measures.ts';
import type { StreamRows } from './stream-rows.ts';

/** What the figures count of a change, and when it last changed its services, is what its facts say. */
export function measureFindings(
  { stream, measured: { measure, times } }: Pick<StreamRows, 'stream' | 'measured'>,
  change: Change | undefined,
): Finding[] {
  const wrong = [...ofMeasure(measure, change && measureOf(change)), ...ofTimes(times, change)];
  return wrong.map((sentence) => finding('listing', stream, sentence));
}

function ofMeasure(kept: KeptMeasures['measure'], told: Measure | undefined): readonly string[] {
  if (!told) return kept ? ['is counted in the figures, and has not ended.'] : [];
  if (!kept) return ['has ended, and the figures do not count it.'];
  // One that ended before there were figures is made from these very facts.
  if (kept === 'unmade') return [];
  const [shown, said] = [canonicalJson(kept), canonicalJson(told)];
  return shown === said ? [] : [`the figures count ${shown}, the facts say ${said}.`];
}

function ofTimes(kept: KeptMeasures['times'], change: Change | undefined): readonly string[] {
  const times = change && keptTimes(change);
  const told = times ? [...new Set(change?.content.services)].map((service) => ({ service, ...times })) : [];
  const [shown, said] = [byService(kept), byService(told)];
  return shown === said ? [] : [`its services are taken to be changed or rehearsed ${shown}, the facts say ${said}.`];
}

function byService(times: KeptMeasures['times']): string {
  return canonicalJson(times.toSorted((a, b) => (a.service < b.service ? -1 : 1)));
}
