import { agree, runbookOf, seenBy, type Circumstances, type Decision } from '../circumstances.ts';
import { debtsBeforeClose } from '../debts.ts';
import { shutGates } from '../gates.ts';
import { isMutating, requestStep } from '../runbook-steps.ts';
import { underWay } from '../runs.ts';
import type { Fact } from '../facts.ts';
import type { Intent } from '../intents.ts';
import { openIncident } from '../incident.ts';
import { broughtSince } from '../in-service.ts';
import { openReopening } from '../long-watch.ts';
import { implementerOf, type Change, type StepRun } from '../model.ts';
import { refuse, type Refused } from '../refusals.ts';
import { promised } from '../rollback-estimate.ts';
import { openParts } from '../ties.ts';
import { waysBack } from '../way-back.ts';
import { isUnsettled, onlyDeciders } from './recovery.ts';

type Of<T extends Intent['type']> = Extract<Intent, { type: T }>;

/** A person says the work is done or mended: it is checked again before anybody hears so. */
export function solved(change: Change, circumstances: Circumstances): Decision {
  const barred =
    onlyDeciders(change, circumstances) ?? busy(underWay(change)) ?? unsettled(change) ?? gone(change, circumstances);
  if (barred) return barred;
  const done: Fact[] = change.appliedAt === undefined ? [{ type: 'workDone' }] : [];
  if (change.status === 'rollingBack') {
    const check = requestStep(change, 'verify', 'rollback', circumstances);
    return agree(
      ...(check
        ? [check]
        : ([
            { type: 'changeEnded', ending: 'rolledBack' },
            { type: 'noticeOrdered', notice: 'endWithIssues' },
          ] as const)),
    );
  }
  const check = requestStep(change, change.status === 'watching' ? 'watch' : 'verify', 'solved', circumstances);
  const isWatched = change.status === 'watching' && !openReopening(change);
  return agree(...done, ...(check ? [check] : isWatched ? [] : [{ type: 'watchBegun' } as const]));
}

/**
 * One press, with its scope and reason; never on a guess about what ran (design §4, 000-APR-11). What no runbook undoes is undone by
 * hand, until somebody presses Solved. It need not wait for a step that only looks, such as the watch that shows the trouble; one not begun loses its turn.
 */
export function rollBack(change: Change, intent: Of<'rollBack'>, circumstances: Circumstances): Decision {
  const changing = change.runs.find((r) => r.state === 'running' && isMutating(r.step));
  const barred = onlyDeciders(change, circumstances) ?? busy(changing) ?? unsettled(change);
  if (barred) return barred;
  if (intent.reason.trim() === '') return refuse({ code: 'reasonNeeded' });
  const { actor, policy } = circumstances;
  const { scope } = intent;
  if (!waysBack(change, policy).includes(scope)) return refuse({ code: 'noRollback', scope });
  const way = scope === 'byHand' ? undefined : runbookOf(change, policy)?.rollback[scope];
  const decider = actor.kind === 'person' ? actor.user : 'policy';
  const over = broughtSince(change, policy);
  const more = { ...(way && promised(way)), ...(over.length === 0 ? {} : { over }) };
  return agree({ type: 'rollbackDecided', scope, decider, reason: intent.reason.trim(), ...more });
}

/** By the implementer, when the long watch is over, or a second person answers for it, and nothing is owed any more (002-APR-06, 000-MON-04, 001-TYP-16). */
export function close(change: Change, circumstances: Circumstances): Decision {
  const { actor } = circumstances;
  if (actor.kind !== 'person' || actor.outsider) return refuse({ code: 'outsider' });
  const implementer = implementerOf(change);
  if (actor.user !== implementer) return refuse({ code: 'notTheImplementer', implementer });
  if (openIncident(change)) return refuse({ code: 'incidentOpen' });
  const parts = openParts(change.id, circumstances.policy).map((p) => p.change);
  if (parts.length > 0) return refuse({ code: 'partsOpen', parts });
  const [shut] = shutGates(change, seenBy(circumstances));
  if (shut) return refuse(shut.refusal);
  const debts = debtsBeforeClose(change).map(({ what, owner }) => ({ what, owner }));
  return debts.length > 0 ? refuse({ code: 'debtsOpen', debts }) : agree({ type: 'changeClosed' });
}

function busy(running: StepRun | undefined): Refused | undefined {
  return running && refuse({ code: 'stepRunning', step: running.step });
}

/** Without its runbook nothing can be checked: that is no reason to believe that all is well. */
function gone(change: Change, { policy }: Circumstances): Refused | undefined {
  const { runbook } = change.content;
  return runbook === undefined || runbookOf(change, policy) ? undefined : refuse({ code: 'runbookGone', runbook });
}

function unsettled(change: Change): Refused | undefined {
  const unknown = change.runs.find(isUnsettled);
  return unknown && refuse({ code: 'outcomeUnknown', step: unknown.step });
}
