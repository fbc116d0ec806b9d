import { runbookOf } from '../change/circumstances.ts';
import { openIncident, updateDueAt } from '../change/incident.ts';
import type { Change } from '../change/model.ts';
import type { Policy } from '../change/policy.ts';
import { checkInDueAt, watchEndsAt } from '../change/long-watch.ts';
import { windowMilestones, type Milestone, type MilestoneName } from '../change/timeline.ts';
import { dayOffOn } from '../change/workdays.ts';
import { quoted, when } from '../slack/blocks.ts';

const COMING: Readonly<Record<MilestoneName, string>> = {
  prepare: 'Preparation is due',
  preCheck: 'The pre-check opens',
  goNogo: 'GO/NO-GO opens',
  goDeadline: 'GO/NO-GO closes',
  announce: 'The people affected are told',
  remind: 'The reminder goes out',
  backup: 'Backup starts',
  opens: 'Window opens',
  lastSafe: 'Last safe rollback',
  decide: 'Decision point',
  unanswered: 'The rollback decider is called, if nobody answers,',
  closes: 'Window closes',
  watchOver: 'The end is announced, if the checks pass,',
  checkIn: 'The next check-in of the watch is',
  longLook: 'The checks of the watch run again',
  mayClose: 'It can be closed',
  backupExpires: 'Its backup is kept until then',
  incidentUpdate: 'The next update of the incident is due',
};

/** Which prompts can still come in a status; none where the clock has nothing to say. */
const AHEAD: Readonly<Record<Change['status'], readonly MilestoneName[]>> = {
  draft: [],
  inReview: ['preCheck', 'goNogo', 'announce', 'opens', 'closes'],
  approved: ['preCheck', 'goNogo', 'announce', 'opens', 'closes'],
  goNogo: ['goDeadline', 'opens', 'closes'],
  ready: ['remind', 'backup', 'opens', 'decide', 'closes'],
  missed: [],
  implementing: ['lastSafe', 'decide', 'closes'],
  rollingBack: ['decide', 'closes'],
  watching: ['watchOver'],
  implemented: ['checkIn', 'mayClose'],
  rolledBack: ['mayClose'],
  failed: ['mayClose'],
  closed: [],
  rejected: [],
  withdrawn: [],
};

/** The next thing the clock brings, in one sentence; undefined where there is none. */
export function nextWords(change: Change, policy: Policy, now: number): string | undefined {
  const update = openIncident(change) && updateDueAt(change, policy);
  if (update !== undefined) return `${COMING.incidentUpdate} ${when(update)}.`;
  const { watchingSince } = change;
  const [checkIn, watchEnd] = [checkInDueAt(change, policy), watchEndsAt(change, policy)];
  const all: readonly Milestone[] = [
    ...windowMilestones(change, runbookOf(change, policy), policy),
    ...(watchingSince === undefined ? [] : [{ name: 'watchOver', at: watchingSince + policy.watch.shortMs } as const]),
    ...(checkIn === undefined ? [] : [{ name: 'checkIn', at: checkIn } as const]),
    ...(watchEnd === undefined ? [] : [{ name: 'mayClose', at: watchEnd } as const]),
  ];
  const next = all.find((m) => m.at > now && AHEAD[change.status].includes(m.name));
  return next && `${COMING[next.name]} ${when(next.at)}${movedWords(next, policy)}.`;
}

/** Why a prompt comes earlier than its lead says. */
function movedWords({ insteadOf }: Milestone, policy: Policy): string {
  if (insteadOf === undefined) return '';
  const day = Temporal.Instant.fromEpochMilliseconds(insteadOf).toZonedDateTimeISO(policy.timezone).toPlainDate();
  const holiday = dayOffOn(day, policy)?.holiday;
  const why = holiday === undefined ? 'a day off' : `“${quoted(holiday, 60)}”`;
  return `, not ${when(insteadOf)}, which is ${why}`;
}
