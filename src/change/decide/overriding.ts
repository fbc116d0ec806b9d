import { changeSetOf } from '../change-set.ts';
import { itemsHolding } from '../checklist-gates.ts';
import { agree, seenBy, type Circumstances, type Decision } from '../circumstances.ts';
import { DEBT_DUE } from '../debts.ts';
import { shutGates } from '../gates.ts';
import { holds, type Intent } from '../intents.ts';
import type { Change } from '../model.ts';
import { stoppingIncidents } from '../open-incidents.ts';
import { notASecondPerson, overridesOf, planAnsweredFor } from '../overrides.ts';
import { refuse, type Refused } from '../refusals.ts';
import { after } from '../leads.ts';

/**
 * A second person answers for a gate that is shut, with a typed reason that stands in the thread, and owes that it is put right
 * (design §1). At-most-once, unknown outcomes, locks, the typed id, the window and a hard freeze are no such gates.
 */
export function overrideGate(
  change: Change,
  intent: Extract<Intent, { type: 'overrideGate' }>,
  circumstances: Circumstances,
): Decision {
  const { actor, policy, now } = circumstances;
  if (actor.kind !== 'person') return refuse({ code: 'outsider' });
  const barred = notTheirs(change, actor.user, circumstances) ?? notNow(change, actor.user, intent, circumstances);
  if (barred) return barred;
  const { gate } = intent;
  const reason = intent.reason.trim();
  if (reason === '') return refuse({ code: 'reasonNeeded' });
  const plan = planAnsweredFor(change, gate);
  const incidents = gate === 'incident' ? stoppingIncidents(change.content, policy).map((i) => i.change) : [];
  const items = gate === 'checklist' ? itemsHolding(change, circumstances).map((i) => i.id) : [];
  const what = {
    changeSet: changeSetOf(change, policy),
    ...(plan === undefined ? {} : { plan }),
    ...(incidents.length > 0 ? { incidents } : {}),
    ...(items.length > 0 ? { items } : {}),
  };
  const overridden = { type: 'gateOverridden', gate, overrider: actor.user, reason, ...what } as const;
  // A watch that was cut short leaves nothing to put right.
  if (gate === 'watch') return agree(overridden);
  return agree(overridden, {
    type: 'debtOwed',
    debt: change.debts.length + 1,
    what: 'override',
    owner: actor.user,
    dueAt: after(now, DEBT_DUE.override, policy),
    detail: `${gate}: ${reason}`,
  });
}

function notTheirs(change: Change, user: string, { actor, policy }: Circumstances): Refused | undefined {
  if (actor.kind === 'person' && actor.outsider) return refuse({ code: 'outsider' });
  const { role } = policy.overrides;
  if (!holds(actor, role)) return refuse({ code: 'notAnOverrider', role });
  const as = notASecondPerson(change, user);
  return as && refuse({ code: 'notASecondPerson', as });
}

function notNow(
  change: Change,
  user: string,
  { gate, revision, schedule }: Extract<Intent, { type: 'overrideGate' }>,
  circumstances: Circumstances,
): Refused | undefined {
  if (revision !== change.revision || schedule !== change.schedule) return refuse({ code: 'staleRevision' });
  const seen = seenBy(circumstances);
  if (!shutGates(change, seen).some((shut) => shut.gate === gate)) return refuse({ code: 'gateNotShut', gate });
  return overridesOf(change, gate, seen).some((o) => o.by === user)
    ? refuse({ code: 'overriddenAlready', gate })
    : undefined;
}
