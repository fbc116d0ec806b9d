import type { Button, KnownBlock } from '@slack/types';
import { shownId } from '../change/change-id.ts';
import { itemsHolding } from '../change/checklist-gates.ts';
import type { RecordedFact } from '../change/facts.ts';
import { incidentsAhead, shutGates } from '../change/gates.ts';
import { endsAt } from '../change/ladder.ts';
import { hears } from '../change/lifecycle.ts';
import { openBallots, type Change } from '../change/model.ts';
import { openIncidents } from '../change/open-incidents.ts';
import { isOverridden } from '../change/overrides.ts';
import type { Policy } from '../change/policy.ts';
import { shortfallOf } from '../change/shortfall.ts';
import { actions, context, fields, header, linesOf, listOf, mention, quoted, section, when } from '../slack/blocks.ts';
import { itemList } from '../slack/checklist-words.ts';
import { incidentOn, namedIncident } from '../slack/incident-words.ts';
import { GATE_WORDS } from '../slack/question-words.ts';
import { refusalText } from '../slack/refusal-text.ts';
import { untestedLine } from '../slack/tested-words.ts';
import { windowTooShort } from '../slack/shortfall-words.ts';
import { KIND_WORDS, PRIORITY_WORDS, RISK_WORDS, statusWords, whoSaid } from '../slack/words.ts';
import { owedLines } from '../slack/debt-words.ts';
import { ballotWords, decidedWords, type Roster } from './ballot-words.ts';
import {
  attemptButtons,
  decisionButtons,
  incidentButtons,
  overrideButtons,
  paperButtons,
  startButtons,
  unknownButtons,
} from '../slack/buttons.ts';
import { ballotButtons } from '../slack/vote-buttons.ts';
import { nextWords } from './next-words.ts';
import { reviewLines } from './review-words.ts';
import { implementer, named, said, serviceNames, type Said } from './said.ts';
import { stepLines } from './step-words.ts';
import { targetWords, type Undelivered } from './undelivered.ts';

export interface HeadlineView {
  readonly policy: Policy;
  /** By the database's clock. */
  readonly now: number;
  readonly roster?: Roster;
  /** Where given, reasons that only the facts hold are shown too. */
  readonly facts?: readonly RecordedFact[];
  /** Where notices were given up. */
  readonly untold?: readonly Pick<Undelivered, 'medium' | 'channel'>[];
}

/** The one message that stands for a change in the changes channel: where it is, what it waits for, and what may be pressed. */
export function headline(change: Change, view: HeadlineView): Said {
  const { policy, now } = view;
  const { content } = change;
  const risk = `${KIND_WORDS[content.kind]} · priority ${PRIORITY_WORDS[content.priority].toLowerCase()} · risk ${RISK_WORDS[content.risk].toLowerCase()}`;
  const next = nextWords(change, policy, now);
  const buttons = buttonsOf(change, view);
  return said(`${named(change)}: ${statusWords(change)}. ${whenDone(change)} ${window(change)}.`, [
    header(`${shownId(change.id)} · ${content.title}`),
    section(`*${statusWords(change)}* · ${risk}`),
    fields(...facts(change, policy)),
    ...paragraphs(stateLines(change, view)),
    ...paragraphs(stepLines(change, policy)),
    ...paragraphs(owedLines(change, now)),
    ...paragraphs(untoldLines(view)),
    ...(next === undefined ? [] : [context(next)]),
    ...buttons,
  ]);
}

/** What was made already had no window: that is when it was made. */
function whenDone({ recorded }: Change): string {
  return recorded ? 'Made' : 'Window';
}

function window(change: Change): string {
  const { opensAt, closesAt } = change.content;
  const taken = change.extensions.length > 0 ? `, extra time until ${when(endsAt(change))}` : '';
  return `${when(opensAt)} to ${when(closesAt)}${taken}`;
}

function facts(change: Change, policy: Policy): readonly (readonly [string, string])[] {
  const { runbook, params, incident } = change.content;
  const values = Object.entries(params).map(([name, value]) => `${quoted(name, 40)} ${quoted(value, 128)}`);
  const how = runbook === undefined ? 'None: by hand' : quoted(runbook, 100);
  return [
    ['Services', serviceNames(change, policy)],
    [whenDone(change), window(change)],
    ['Requester', mention(change.requester)],
    ['Implementer', implementer(change)],
    ['Runbook', values.length === 0 ? how : `${how} (${listOf(values, 5)})`],
    ...(incident === undefined ? [] : [['For the incident', namedIncident(incident, openIncidents(policy))] as const]),
  ];
}

/** What is asked for and still missing; or what was decided, by whom, when and why. */
function stateLines(change: Change, { policy, now, roster, facts: told = [] }: HeadlineView): readonly string[] {
  return [
    ...decidedWords(change),
    ...overrideWords(change),
    ...stoppedWords(change, policy, now),
    ...untestedWords(change, policy, now),
    ...criticalWords(change, policy, now),
    ...unprovenWords(change, policy, now),
    ...heldWords(change, policy, now),
    ...openBallots(change).flatMap((ballot) => ballotWords(change, ballot, policy, roster)),
    ...reviewLines(change, policy),
    ...(change.startedBy === undefined || change.recorded
      ? []
      : [`Started by ${mention(change.startedBy)} ${when(change.startedAt ?? 0)}${unconfirmed(change)}.`]),
    ...told.slice(-200).flatMap(reasonOf).slice(-4),
    ...instruction(change),
    ...tooShort(change, policy),
  ];
}

/** Every open incident that holds it up, unless somebody answers for it. */
function stoppedWords(change: Change, policy: Policy, now: number): readonly string[] {
  return isOverridden(change, 'incident', { policy, now })
    ? []
    : incidentsAhead(change, { policy }).map((i) => `*Stopped by an open incident* on ${incidentOn(i, policy)}.`);
}

/** Said until the work is under way, unless somebody answers for it. */
function untestedWords(change: Change, policy: Policy, now: number): readonly string[] {
  const { status, appliedAt } = change;
  const isAhead = hears(status, 'editChange') && appliedAt === undefined && change.endedAt === undefined;
  if (!isAhead || isOverridden(change, 'tested', { policy, now })) return [];
  return [untestedLine(change.content, policy) ?? []].flat();
}

/** Said from the GO on, where one of its services is critical and nobody answers for what it asks. */
function criticalWords(change: Change, policy: Policy, now: number): readonly string[] {
  return shutGates(change, { policy, now })
    .filter(({ gate }) => gate === 'criticalRollback' || gate === 'lowUsage')
    .map(({ refusal }) => `*Critical.* ${refusalText(refusal)}`);
}

/** Said as soon as it is known, so that whoever may waive it need not be woken for it. */
function unprovenWords(change: Change, policy: Policy, now: number): readonly string[] {
  return shutGates(change, { policy, now }).some(({ gate }) => gate === 'restoreTest')
    ? [
        '*No restore of its backup is tested.* Before Start a second person has to waive that with a reason (Override), or the runbook gets a restore test.',
      ]
    : [];
}

/** What is still open of what it waits for, unless somebody answers for it. */
function heldWords(change: Change, policy: Policy, now: number): readonly string[] {
  const items = isOverridden(change, 'checklist', { policy, now }) ? [] : itemsHolding(change, { policy, now });
  return items.length === 0
    ? []
    : [`*Held back by its checklist*: ${itemList(items.map(({ text }) => text))}; have it ticked in the thread.`];
}

/** Said for as long as it can be mended; who starts it is told what is left then. */
function tooShort({ status, content }: Change, policy: Policy): readonly string[] {
  const shortfall = hears(status, 'editChange') ? shortfallOf(content, policy) : undefined;
  return shortfall ? [windowTooShort(shortfall)] : [];
}

function untoldLines({ untold = [] }: HeadlineView): readonly string[] {
  return untold.length === 0
    ? []
    : [
        `Not told: ${listOf(untold.map(targetWords), 5)}. The operator knows why; whoever reads there has to be told otherwise.`,
      ];
}

/** Who answers for what in this version and window. */
function overrideWords({ overrides, revision, schedule }: Change): readonly string[] {
  return overrides
    .filter((o) => o.revision === revision && o.schedule === schedule)
    .slice(-4)
    .map(
      (o) => `Without ${GATE_WORDS[o.gate]}, overridden by ${mention(o.by)} ${when(o.at)}: ${quoted(o.reason, 200)}`,
    );
}

/** Of an emergency whose runbook still waits for the typed press. */
function unconfirmed(change: Change): string {
  const waits = change.content.runbook !== undefined && startButtons(change).length > 0;
  return waits ? '; nothing is applied until Start is pressed and the change id typed' : '';
}

/** Reasons people gave, which the state itself does not keep. */
function reasonOf({ fact, by, at }: RecordedFact): readonly string[] {
  switch (fact.type) {
    case 'changeWithdrawn':
      return [`Withdrawn by ${whoSaid(by)} ${when(at)}: ${quoted(fact.reason, 300)}`];
    case 'rollbackDecided':
      return [`Rollback decided by ${whoSaid(fact.decider)} ${when(at)}: ${quoted(fact.reason, 300)}`];
    case 'incidentDeclared':
      return [`Incident declared by ${whoSaid(by)} ${when(at)}: ${quoted(fact.reason, 300)}`];
    case 'incidentResolved':
      return [`Incident over, says ${whoSaid(by)} ${when(at)}: ${quoted(fact.text, 300)}`];
    case 'issueFound':
      return [`Issue found by ${whoSaid(by)} ${when(at)}: ${quoted(fact.text, 300)}`];
    case 'changeReopened':
      return [`Reopened by ${whoSaid(by)} ${when(at)}: ${quoted(fact.text, 300)}`];
    case 'changeClosed':
      return [`Closed by ${whoSaid(by)} ${when(at)}.`];
    default:
      return [];
  }
}

function instruction(change: Change): readonly string[] {
  const { status, content } = change;
  if (status === 'missed') return ['Its window passed before it was started: reschedule or withdraw it.'];
  if (status === 'draft') return ['Everything is kept: edit what is missing, then submit it again, or withdraw it.'];
  if (status === 'implementing' && content.runbook === undefined && change.appliedAt === undefined)
    return [`No runbook: ${implementer(change)} does the work, then presses Solved.`];
  if (status === 'rollingBack' && change.rollback?.scope === 'byHand')
    return [`By hand: ${implementer(change)} goes back as the rollback plan says, then presses Solved.`];
  return [];
}

function buttonsOf(change: Change, { policy, now }: HeadlineView): readonly KnownBlock[] {
  const rows: readonly (readonly Button[])[] = [
    ...openBallots(change).map((ballot) => ballotButtons(change, ballot, now)),
    [
      ...startButtons(change, now),
      ...unknownButtons(change, policy),
      ...attemptButtons(change, policy),
      ...decisionButtons(change, policy),
      ...incidentButtons(change),
    ],
    [...paperButtons(change, policy, now), ...overrideButtons(change, policy, now)],
  ];
  return rows.filter((row) => row.length > 0).map((row) => actions(...row));
}

function paragraphs(lines: readonly string[]): readonly KnownBlock[] {
  return lines.length === 0 ? [] : [section(linesOf(lines))];
}
