import { preflightAhead, preflightWhenFiled } from './advance/early-preflight.ts';
import { exceptions } from './advance/exceptions.ts';
import { heedIncidents } from './advance/incidents.ts';
import { paperwork } from './advance/paperwork.ts';
import { preCheck } from './advance/pre-check.ts';
import { prepare } from './advance/preparation.ts';
import { afterGo, askAgain, review, towardsReady } from './advance/towards-window.ts';
import { implement, rollingBack, watch } from './advance/work.ts';
import { runbookOf, type Circumstances } from './circumstances.ts';
import type { Fact } from './facts.ts';
import type { Change } from './model.ts';

/**
 * What follows by itself from the state a change is in: a ballot to open, a step whose turn it is, an end reached. Asked
 * again after every fact until it has nothing to add, so that an intent arriving late, early or alone ends the same.
 */
export function advance(change: Change, circumstances: Circumstances): readonly Fact[] {
  const isRunbookGone = change.content.runbook !== undefined && !runbookOf(change, circumstances.policy);
  switch (change.status) {
    case 'inReview':
      return andThen(
        preflightWhenFiled(change, circumstances),
        review(change, circumstances),
        preCheck(change, circumstances),
        exceptions(change, circumstances),
      );
    case 'approved':
      return andThen(
        preCheck(change, circumstances),
        preflightAhead(change, circumstances),
        towardsReady(change, circumstances),
        exceptions(change, circumstances),
      );
    case 'goNogo':
      return andThen(
        afterGo(change, circumstances),
        preflightAhead(change, circumstances),
        exceptions(change, circumstances),
      );
    case 'ready':
      return andThen(
        askAgain(change, circumstances),
        heedIncidents(change, circumstances),
        preflightAhead(change, circumstances),
        prepare(change, circumstances),
        exceptions(change, circumstances),
      );
    // A runbook taken out of the policy has no steps left to wait for; that does not mean that all went well.
    case 'implementing':
      return andThen(
        heedIncidents(change, circumstances),
        paperwork(change, circumstances),
        isRunbookGone ? [] : implement(change, circumstances),
      );
    case 'rollingBack':
      return andThen(paperwork(change, circumstances), isRunbookGone ? [] : rollingBack(change, circumstances));
    case 'watching':
      return andThen(paperwork(change, circumstances), isRunbookGone ? [] : watch(change, circumstances));
    case 'implemented':
    case 'rolledBack':
    case 'failed':
      return paperwork(change, circumstances);
    case 'draft':
    case 'missed':
    case 'closed':
    case 'rejected':
    case 'withdrawn':
      return [];
  }
}

/** The facts there are, else those that come after them. */
function andThen(...facts: readonly (readonly Fact[])[]): readonly Fact[] {
  return facts.find((f) => f.length > 0) ?? [];
}
