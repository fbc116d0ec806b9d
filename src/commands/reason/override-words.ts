import { shownId } from '../../change/change-id.ts';
import { seenBy } from '../../change/circumstances.ts';
import { shutGates } from '../../change/gates.ts';
import type { Intent } from '../../change/intents.ts';
import { policyInForce, policyInForceFor } from '../../journal/policy-in-force.ts';
import { readChange } from '../../journal/read-change.ts';
import type { Control } from '../../slack/controls.ts';
import { GATE_WORDS } from '../../slack/question-words.ts';
import type { CommandDeps } from '../deps.ts';
import { inTime } from '../hearing.ts';
import type { ReasonWords } from './reason-modal.ts';

/** Which gate is asked first: those that are shut at this moment, with the roles as they are held now. */
export async function overrideWords(
  deps: CommandDeps,
  control: Extract<Control, { do: 'override' }>,
  user: string,
): Promise<{ readonly words: ReasonWords; readonly example: Extract<Intent, { type: 'overrideGate' }> }> {
  const { change, revision, schedule } = control;
  const [story, actor, policy] = await Promise.all([
    inTime(readChange(deps.record, change)),
    deps.who(user),
    inTime(policyInForce(deps.record, deps.policy())),
  ]);
  const known = story ? await inTime(policyInForceFor(deps.record, story.change, policy)) : policy;
  const seen = story && seenBy({ now: story.now, policy: known, actor });
  const gates = story && seen ? shutGates(story.change, seen).map(({ gate }) => gate) : [];
  const choices = gates.map((gate) => ({ value: gate, text: `Without ${GATE_WORDS[gate]}` }));
  return {
    words: {
      title: `Override ${shownId(change)}`,
      submit: 'Override',
      hint: gates.includes('watch')
        ? 'It stands in the thread; the change can then be closed at once.'
        : 'It stands in the thread, and you owe that it is put right within a week.',
      ...(choices.length > 0 ? { choice: { field: 'gate', label: 'Go on', choices } } : {}),
    },
    example: { type: 'overrideGate', gate: gates[0] ?? 'approval', reason: '…', revision, schedule },
  };
}
