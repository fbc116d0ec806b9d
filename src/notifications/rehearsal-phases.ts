import { endedMeaning } from './notes-steps.ts';
import { fold } from '../change/evolve.ts';
import type { Policy } from '../change/policy.ts';
import type { Moment, Rehearsal } from '../change/rehearsal/rehearse.ts';
import { listOf } from '../slack/blocks.ts';
import { noteLine } from './notes.ts';
import { notice } from './notices.ts';
import type { Phase } from './rehearsal-rows.ts';
import { targetsOf, type Target } from './routes.ts';
import { outcomeWords, runName } from './step-words.ts';
import { virtualTime } from './virtual-time.ts';

/** Where in a life something happened. */
export function phaseOf({ recorded: { fact }, before, after }: Moment): Phase {
  if (fact.type === 'changeStarted') return 'work';
  if (fact.type === 'changeEnded') return 'end';
  if (fact.type === 'noticeOrdered' && ['end', 'endWithIssues', 'incident'].includes(fact.notice)) return 'end';
  switch (before?.status) {
    case undefined:
    case 'draft':
    case 'inReview':
      return 'review';
    case 'approved':
    case 'goNogo':
      return 'go';
    case 'ready':
      return isPrepared(fact, after) ? 'preparation' : 'announcement';
    case 'implementing':
    case 'rollingBack':
      return 'work';
    case 'watching':
      return 'end';
    case 'missed':
    case 'implemented':
    case 'rolledBack':
    case 'failed':
    case 'closed':
    case 'rejected':
    case 'withdrawn':
      return 'afterwards';
  }
}

function isPrepared(fact: Moment['recorded']['fact'], { runs }: Moment['after']): boolean {
  const isDue = fact.type === 'milestoneReached' && (fact.milestone === 'backup' || fact.milestone === 'opens');
  return isDue || runs.some((r) => r.occasion === 'window');
}

/** What the thread, and those who are told, would read of a phase: for each virtual time what comes then, below it. */
export function phaseWords({ moments }: Rehearsal, phase: Phase, policy: Policy): readonly (readonly string[])[] {
  const told = moments
    .filter((moment) => phaseOf(moment) === phase)
    .flatMap((moment) => {
      const words = toldOf(moment, moments, policy);
      const time = virtualTime(moment.recorded.at, moment.after.content.opensAt, policy);
      return words === undefined ? [] : [{ time, words }];
    });
  const each = Map.groupBy(told, ({ time }) => time);
  return [...each].map(([time, then]) => [`*${time}*`, ...then.map(({ words }) => words)]);
}

function toldOf({ recorded, before, after }: Moment, moments: readonly Moment[], policy: Policy): string | undefined {
  const { fact, at, by, seq } = recorded;
  if (fact.type === 'noticeOrdered') {
    const facts = moments.slice(0, seq).map((m) => m.recorded);
    const { text } = notice(fact.notice, { change: fold(facts) ?? after, policy, seq, facts, now: at });
    return `${audienceWords(targetsOf(after, policy))}\n&gt; ${text}`;
  }
  const line = noteLine(fact, { before, after, at, by, policy });
  if (line || fact.type !== 'stepEnded') return line?.text;
  const run = after.runs.find((r) => r.run === fact.run);
  return run && `${runName(run)} ${outcomeWords(run)}. ${endedMeaning(run, { after, policy })}`.trim();
}

/** How many would read it, and nobody by name: it is not told to them. */
function audienceWords(targets: readonly Target[]): string {
  const kinds = Map.groupBy(targets, ({ medium, channel }) =>
    medium === 'slack' && /^[UW]/.test(channel) ? 'person' : medium,
  );
  const who = READERS.flatMap(([kind, one, many]) => {
    const count = kinds.get(kind)?.length ?? 0;
    return count === 0 ? [] : [`${count} ${count === 1 ? one : many}`];
  });
  return who.length === 0
    ? 'Nobody would read this, as no service of it has an audience:'
    : `${listOf(who, who.length)} would read:`;
}

const READERS = [
  ['slack', 'channel', 'channels'],
  ['person', 'person', 'people'],
  ['mail', 'mailbox', 'mailboxes'],
  ['teams', 'Teams channel', 'Teams channels'],
] as const;
