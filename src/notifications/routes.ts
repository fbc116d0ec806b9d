import { CALENDAR } from '../change/declaring/calendar-facts.ts';
import type { Fact, RecordedFact } from '../change/facts.ts';
import { newsOf } from '../change/long-looks.ts';
import type { Change } from '../change/model.ts';
import { named } from '../change/named.ts';
import { ROUTINE_NOTICES } from '../change/notice.ts';
import type { Policy } from '../change/policy.ts';
import type { Delivery, NewDelivery } from '../journal/delivery-rows.ts';
import type { Say, SayOfCalendar } from '../journal/hear.ts';
import { askRows, nobodyRows } from './ask-rows.ts';
import { checkInRows } from './check-in-rows.ts';
import { checklistRows } from './checklist-rows.ts';
import { correctionRows } from './correction-rows.ts';
import { debtRows } from './debt-rows.ts';
import { newFiles } from './files-note.ts';
import { incidentRows } from './incident-rows.ts';
import { ladderRows } from './ladder-rows.ts';
import { noteLine } from './notes.ts';
import { playbookRows } from './playbook-rows.ts';
import { promptOf, promptsChanged } from './prompts.ts';
import { isLogKept } from './log-file.ts';
import { rehearsalRows } from './rehearsal-rows.ts';
import { reviewerRows } from './reviewer-rows.ts';

/** Which view renders a delivery, and what its row must carry for that beside the change and the fact's number. */
export type View =
  | 'headline'
  | 'note'
  | 'files'
  | 'notice'
  | 'handOver'
  | 'freeze'
  | 'incidentNote'
  | 'live'
  | 'log'
  | 'playbook'
  | 'checklist'
  | 'asked'
  | 'reminded'
  | 'reviewAsked'
  | 'reviewReminded'
  | 'correctionAsked'
  | 'corrected'
  | 'owed'
  | 'called'
  | 'checkIn'
  | 'nobodyAlarm'
  | 'unknownAlarm'
  | 'overdueAlarm'
  | 'undeliveredAlarm'
  | 'rehearsal';

/** What is said because of a fact, to whom and in which order: first the headline, then the thread, then everybody else. */
export const say: Say = (before, after, recorded, policy) => [
  headlineRow(after, policy),
  ...threadRows(before, after, recorded, policy),
  ...filesRows(before, after, recorded, policy),
  ...stepRows(after, recorded, policy),
  ...playbookRows(before, after, recorded, policy),
  ...checklistRows(before, after, recorded, policy),
  ...noticeRows(after, recorded, policy),
  ...askRows(before, after, recorded),
  ...reviewerRows(before, after, recorded),
  ...correctionRows(after, recorded),
  ...nobodyRows(after, recorded, policy),
  ...debtRows(after, recorded),
  ...ladderRows(after, recorded, policy),
  ...checkInRows(before, after, recorded),
  ...incidentRows(after, recorded, policy),
  ...rehearsalRows(after, recorded, policy),
];

/** A freeze that was declared or lifted is told where the changes are. */
export const sayOfCalendar: SayOfCalendar = ({ seq }, policy) => [
  {
    key: `${CALENDAR}/${seq}/freeze`,
    kind: 'notice',
    channel: policy.channels.changes,
    lane: CALENDAR,
    position: 0,
    view: 'freeze',
    data: {},
  },
];

export function headlineKey(change: Change['id']): string {
  return `${change}/headline`;
}

function headlineRow(change: Change, policy: Policy): NewDelivery {
  return {
    ...inChannel(change, policy),
    key: headlineKey(change.id),
    kind: 'headline',
    position: 0,
    view: 'headline',
    data: {},
  };
}

/** The note a fact deserves, and the prompts that it takes the buttons from. A prompt can be updated, a plain note is said once. */
function threadRows(
  before: Change | undefined,
  after: Change,
  recorded: RecordedFact,
  policy: Policy,
): readonly NewDelivery[] {
  const { fact, at, by, seq } = recorded;
  const row = { ...inChannel(after, policy), position: 1, view: 'note' } as const;
  const stale = promptsChanged(before, after, policy).map(({ key }): NewDelivery => ({
    ...row,
    key,
    kind: 'live',
    data: {},
  }));
  if (!noteLine(fact, { before, after, at, by, policy })) return stale;
  const prompt = promptOf(fact, after);
  const note: NewDelivery = prompt
    ? { ...row, key: prompt.key, kind: 'live', data: { seq } }
    : { ...row, key: `${after.id}/${seq}/note`, kind: 'note', data: { seq } };
  return [...stale.filter((s) => s.key !== note.key), note];
}

/** Apart from the note: it alone shares what it links to. */
function filesRows(
  before: Change | undefined,
  after: Change,
  { fact, seq }: RecordedFact,
  policy: Policy,
): readonly NewDelivery[] {
  if (newFiles(fact, before).length === 0) return [];
  const key = `${after.id}/${seq}/files`;
  return [{ ...inChannel(after, policy), key, kind: 'note', position: 2, view: 'files', data: { seq } }];
}

/** A live report from the wait or the first line to the outcome; then the whole log as a file where it counts, and the operator where nobody knows. Looks after the end have no report. */
function stepRows(after: Change, { fact, seq }: RecordedFact, policy: Policy): readonly NewDelivery[] {
  if (!isOfARun(fact)) return [];
  const run = after.runs.find((r) => r.run === fact.run);
  const alarm = alarmRows(after, fact, seq, policy);
  if (run?.occasion === 'long') return alarm;
  if (run?.beganAt === undefined && run?.awaits === undefined) return alarm;
  const row = { ...inChannel(after, policy), data: { run: run.run } };
  const report: NewDelivery = { ...row, key: `${after.id}/live/${run.run}`, kind: 'live', position: 2, view: 'live' };
  if (fact.type !== 'stepEnded') return [report, ...alarm];
  const log: NewDelivery = { ...row, key: `${after.id}/${seq}/log`, kind: 'log', position: 3, view: 'log' };
  return [report, ...((fact.outputBytes ?? 0) > 0 && isLogKept(run) ? [log] : []), ...alarm];
}

type OfARun = Extract<
  Fact,
  { type: 'lockAwaited' | 'stepBegun' | 'stepOverdue' | 'stopAsked' | 'killAsked' | 'stepEnded' }
>;

function isOfARun(fact: Fact): fact is OfARun {
  return ['lockAwaited', 'stepBegun', 'stepOverdue', 'stopAsked', 'killAsked', 'stepEnded'].includes(fact.type);
}

/** Of looks of the long watch that could not tell, one after the other, the first alone. */
function couldNotTell(after: Change, { run: id, outcome }: Extract<Fact, { type: 'stepEnded' }>): boolean {
  const run = after.runs.find((r) => r.run === id);
  return run?.occasion === 'long' ? newsOf(after, run) === 'untold' : outcome === 'unknown';
}

/** What a person must look at on the host of a step. */
function alarmRows(after: Change, fact: OfARun, seq: number, policy: Policy): readonly NewDelivery[] {
  const isUnknown = fact.type === 'stepEnded' && couldNotTell(after, fact);
  if (!isUnknown && fact.type !== 'stepOverdue') return [];
  const key = `${after.id}/${seq}/operator`;
  const lane = `operator/${after.id}`;
  return [
    {
      key,
      kind: 'note',
      channel: policy.channels.operator,
      lane,
      position: 4,
      view: isUnknown ? 'unknownAlarm' : 'overdueAlarm',
      data: { run: fact.run },
    },
  ];
}

/**
 * One message for each target of the services' audiences, however many services they share. What cannot wait has a lane of its own, so
 * that it does not stand behind what can.
 */
function noticeRows(after: Change, { fact, seq }: RecordedFact, policy: Policy): readonly NewDelivery[] {
  if (fact.type !== 'noticeOrdered') return [];
  const routine = ROUTINE_NOTICES.includes(fact.notice);
  return targetsOf(after, policy).map(({ medium, channel }, i) => {
    const target = medium === 'slack' ? channel : `${medium}/${channel}`;
    return {
      key: `${after.id}/${seq}/notice/${target}`,
      kind: 'notice',
      medium,
      channel,
      lane: routine ? `${target}/${after.id}` : `${target}/${after.id}/now`,
      position: 5 + i,
      view: 'notice',
      data: { notice: fact.notice },
      routine,
    };
  });
}

export type Target = Pick<Delivery, 'medium' | 'channel'>;

/** Who hears a notice, each once; mailboxes that differ in case alone are one. */
export function targetsOf(change: Change, policy: Policy): readonly Target[] {
  const audiences = change.content.services.flatMap((s) => named(policy.services, s)?.audience ?? []);
  const all = [
    ...audiences.flatMap((a) => [...a.channels, ...a.people].map(slack)),
    ...audiences.flatMap((a) => a.emails.map((channel): Target => ({ medium: 'mail', channel }))),
    ...audiences.flatMap((a) => a.teams.map((channel): Target => ({ medium: 'teams', channel }))),
  ];
  const nameOf = ({ medium, channel }: Target): string =>
    `${medium}/${medium === 'mail' ? channel.toLowerCase() : channel}`;
  return [...Map.groupBy(all, nameOf).values()].flatMap(([first]) => first ?? []);
}

function slack(channel: string): Target {
  return { medium: 'slack', channel };
}

function inChannel(change: Change, policy: Policy): Pick<NewDelivery, 'channel' | 'lane'> {
  return { channel: policy.channels.changes, lane: change.id };
}
