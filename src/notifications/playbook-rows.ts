import type { RecordedFact } from '../change/facts.ts';
import type { Change } from '../change/model.ts';
import type { Policy } from '../change/policy.ts';
import { takesTicks } from '../change/ticks.ts';
import type { NewDelivery } from '../journal/delivery-rows.ts';

/** One message for the playbook that a run opened, in the thread; kept up to date as its steps are ticked, and once they no longer can be. */
export function playbookRows(
  before: Change | undefined,
  after: Change,
  { fact }: RecordedFact,
  policy: Policy,
): readonly NewDelivery[] {
  const isAbout = (run: string): boolean =>
    (fact.type === 'playbookOpened' || fact.type === 'playbookTicked') && fact.run === run;
  const wasOpen = (run: string): boolean => before?.runs.some((r) => r.run === run && takesTicks(before, r)) ?? false;
  return after.runs
    .filter((r) => r.playbook && (isAbout(r.run) || wasOpen(r.run) !== takesTicks(after, r)))
    .map(({ run }) => ({
      key: `${after.id}/playbook/${run}`,
      kind: 'live',
      channel: policy.channels.changes,
      lane: after.id,
      position: 4,
      view: 'playbook',
      data: { run },
    }));
}
