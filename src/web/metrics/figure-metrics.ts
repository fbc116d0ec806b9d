import { daysSince, type Latest, type Report } from '../../change/figures/report.ts';
import { RESULTS, type Result } from '../../change/figures/result.ts';
import type { Group } from '../../change/figures/tally.ts';
import { gauge, gauges, type Family, type Sample } from './exposition.ts';

/** How a way of ending is called in a label. */
const OUTCOMES: Readonly<Record<Result, string>> = {
  implemented: 'successful',
  withIssues: 'successful_with_issues',
  rolledBack: 'rolled_back',
  failed: 'failed',
  cancelled: 'cancelled',
};

/**
 * The figures of `/change stats` as metrics, each of which says over how many days. Labels hold what the policy names and nothing that
 * somebody typed, so that there are few of them and none tells of a person; what nothing is known of has no sample.
 */
export function figureMetrics(report: Report, patterns: readonly string[]): readonly Family[] {
  const { figures, days } = report;
  const { window, rollback, effort, leads } = figures;
  const over = `in the last ${days} days`;
  const known = figures.byPattern.filter(({ name }) => patterns.includes(name));
  return [
    gauges('gonogo_changes_ended', `Changes that ended ${over}, by kind and outcome.`, grouped('kind', figures.byKind)),
    gauges(
      'gonogo_changes_ended_by_risk',
      `Changes that ended ${over}, by risk and outcome.`,
      grouped('risk', figures.byRisk),
    ),
    gauges(
      'gonogo_changes_ended_by_pattern',
      `Changes that ended ${over}, by pattern and outcome.`,
      grouped('pattern', known),
    ),
    gauge('gonogo_emergencies_ended', `Emergencies that ended ${over}.`, figures.emergencies),
    gauge('gonogo_window_used_ratio', `Real time by planned window, at the median, ${over}.`, window?.share),
    gauge('gonogo_window_overruns', `Changes that went on after their window ${over}.`, window?.late ?? 0),
    gauge(
      'gonogo_window_overrun_seconds',
      `By how much those went on, at the median, ${over}.`,
      seconds(window?.lateMs),
    ),
    gauge('gonogo_rollbacks', `Changes that were rolled back ${over}.`, rollback?.of ?? 0),
    gauge('gonogo_rollback_seconds', `How long going back took, at the median, ${over}.`, seconds(rollback?.medianMs)),
    gauge('gonogo_rollbacks_promised', `Rollbacks ${over} for which a time was promised.`, rollback?.promised ?? 0),
    gauge(
      'gonogo_rollbacks_within_promise',
      `Rollbacks ${over} that took no longer than was promised.`,
      rollback?.kept ?? 0,
    ),
    gauges(
      'gonogo_lead_seconds',
      `From filing to start, by kind and quantile, ${over}.`,
      leads.flatMap(({ kind, medianMs, p90Ms }) => [
        { labels: { kind, quantile: '0.5' }, value: medianMs / 1000 },
        { labels: { kind, quantile: '0.9' }, value: p90Ms / 1000 },
      ]),
    ),
    gauge('gonogo_manual_steps_per_change', `Steps ticked by hand, at the mean, ${over}.`, effort?.manualSteps),
    gauge('gonogo_services_per_change', `Services of a change, at the mean, ${over}.`, effort?.services),
    gauge(
      'gonogo_resources_per_change',
      `Resources in the plan applied, at the mean, ${over}.`,
      effort?.resources?.mean,
    ),
    gauge('gonogo_debts_open', 'What is owed of changes; counted up to a thousand.', report.debts?.open),
    gauge(
      'gonogo_debts_overdue',
      'What is owed of changes and overdue; counted up to a thousand.',
      report.debts?.overdue,
    ),
    ages(
      'gonogo_days_since_last_change',
      'Days since a change of the service ended; none where none ever did.',
      report,
      'changed',
    ),
    ages(
      'gonogo_days_since_last_rehearsal',
      'Days since a change of the service was rehearsed; none where none ever was.',
      report,
      'rehearsed',
    ),
    ages(
      'gonogo_days_since_last_restore',
      'Days since data of the service were brought back on trial; none where they never were.',
      report,
      'restored',
    ),
    gauge('gonogo_changes_uncounted', `Changes that ended ${over} and are not in these figures yet.`, report.unread),
  ];
}

function grouped(label: string, groups: readonly Group[]): readonly Sample[] {
  return groups.flatMap(({ name, tally }) =>
    RESULTS.map((result) => ({ labels: { [label]: name, outcome: OUTCOMES[result] }, value: tally[result] })),
  );
}

function ages(
  name: string,
  help: string,
  { services, figures }: Report,
  what: 'changed' | 'rehearsed' | 'restored',
): Family {
  const samples = services.flatMap(({ service, ...age }) => {
    const latest: Latest | undefined = age[what];
    return latest ? [{ labels: { service }, value: daysSince(latest.at, figures.to) }] : [];
  });
  return gauges(name, help, samples);
}

function seconds(ms: number | undefined): number | undefined {
  return ms === undefined ? undefined : ms / 1000;
}
