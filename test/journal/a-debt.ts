import type { ChangeId } from '../../src/change/change-id.ts';
import type { Hear } from '../../src/journal/hear.ts';
import { anActor } from '../support/a-change.ts';
import { aPolicy } from '../support/a-policy.ts';
import { inHaste } from '../support/lives.ts';

/** Files an emergency from one line and says which change it became: it is begun at once and owes four things, of U0ADA. */
export async function anEmergency(hear: Hear, id = 'the outage', title = 'Mend the website'): Promise<ChangeId> {
  const { runbook: _by, ...content } = inHaste({ title, params: {} });
  const intent = { type: 'fileChange', content } as const;
  const outcome = await hear({ change: 'new', intent, actor: anActor('U0ADA', aPolicy()), id, surface: 'modal' });
  if (!outcome.ok) throw new Error(`the emergency was refused: ${JSON.stringify(outcome.refusal)}`);
  return outcome.change as ChangeId;
}

/** U0ADA says that a debt of it is paid. */
export async function paid(hear: Hear, change: ChangeId, debt: number): Promise<void> {
  const intent = { type: 'payDebt', debt, note: 'Written down in the wiki.' } as const;
  const actor = anActor('U0ADA', aPolicy());
  const outcome = await hear({ change, intent, actor, id: `paid ${change} ${debt}`, surface: 'modal' });
  if (!outcome.ok) throw new Error(`paying was refused: ${JSON.stringify(outcome.refusal)}`);
}

/** U0BOB lets a change pass without its approval, and owes that it is put right. */
export async function overridden(hear: Hear, change: ChangeId): Promise<void> {
  const intent = { type: 'overrideGate', gate: 'approval', reason: 'Now.', revision: 1, schedule: 1 } as const;
  const actor = anActor('U0BOB', aPolicy());
  const outcome = await hear({ change, intent, actor, id: `override ${change}`, surface: 'modal' });
  if (!outcome.ok) throw new Error(`the override was refused: ${JSON.stringify(outcome.refusal)}`);
}
