import type { Operations } from '../../journal/read-operations.ts';
import { gauge, gauges, type Family } from './exposition.ts';

/** What of the process is not in the record. */
export interface Standing {
  /** Whether a change can be taken and kept now, as `/readyz` says. */
  readonly isReady: boolean;
  readonly queuesWork: boolean;
  /** What is wrong with the policy file as it is now; the last good one is in force. */
  readonly policyProblems: number;
  readonly policyIsMissing: boolean;
}

/** What an operator needs to know of the work of the bot itself. */
export function operationMetrics({ deliveries, followUps, runs, isOnHold }: Operations): readonly Family[] {
  return [
    gauges('gonogo_deliveries', 'Messages that wait, are being sent, or were given up in the last 30 days, by state.', [
      { labels: { state: 'pending' }, value: deliveries.pending },
      { labels: { state: 'sending' }, value: deliveries.sending },
      { labels: { state: 'dead' }, value: deliveries.dead },
    ]),
    gauge(
      'gonogo_delivery_oldest_due_seconds',
      'For how long the first message that is due has been waiting.',
      deliveries.oldestDueMs / 1000,
    ),
    gauge('gonogo_follow_ups_due', 'What is due to be woken, asked, chased or run.', followUps.due),
    gauge('gonogo_follow_ups_late', 'Of that, what has been due for over a minute.', followUps.late),
    gauge(
      'gonogo_follow_up_oldest_due_seconds',
      'For how long the first of it has been due.',
      followUps.oldestDueMs / 1000,
    ),
    gauges('gonogo_runs', 'Runs of steps that have not ended, by state.', [
      { labels: { state: 'requested' }, value: runs.requested },
      { labels: { state: 'running' }, value: runs.running },
    ]),
    gauge('gonogo_runs_overdue', 'Runs that go on past their ceiling.', runs.overdue),
    gauge(
      'gonogo_run_oldest_seconds',
      'For how long the first of the runs has been running.',
      runs.oldestRunningMs / 1000,
    ),
    gauge('gonogo_on_hold', 'Whether nothing is announced or begun until a restore is released.', isOnHold ? 1 : 0),
  ];
}

/** How this process stands, which can be told without the record. */
export function standingMetrics({ isReady, queuesWork, policyProblems, policyIsMissing }: Standing): readonly Family[] {
  return [
    gauge('gonogo_ready', 'Whether a change can be taken and kept now.', isReady ? 1 : 0),
    gauge(
      'gonogo_queues_up',
      'Whether the queues that wake and distribute work; without them a sweep does.',
      queuesWork ? 1 : 0,
    ),
    gauge(
      'gonogo_policy_problems',
      'Problems of the last edit of the policy; while there are any the one before it is in force.',
      policyProblems,
    ),
    gauge('gonogo_policy_missing', 'Whether there is no policy at all.', policyIsMissing ? 1 : 0),
  ];
}
