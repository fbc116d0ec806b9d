import { adviceOn } from '../../change/advice.ts';
import { askedOf } from '../../change/asked.ts';
import { openedNow } from '../../change/emergency.ts';
import { implementerOf, type Change, type ChangeContent } from '../../change/model.ts';
import type { Policy } from '../../change/policy.ts';
import { withTies } from '../../change/ties.ts';
import { policyInForce } from '../../journal/policy-in-force.ts';
import { now } from '../../journal/record.ts';
import { readConflicts } from '../../journal/read-conflicts.ts';
import { readTies } from '../../journal/tie-rows.ts';
import { adviceLine } from '../../slack/advice-words.ts';
import { askedLine } from '../../slack/asked-words.ts';
import { linesOf } from '../../slack/blocks.ts';
import { conflictLines } from '../../slack/conflict-words.ts';
import { typedValues, type PlainValues } from '../../slack/values.ts';
import type { CommandDeps } from '../deps.ts';
import { inTime } from '../hearing.ts';
import { freeLine } from './free-line.ts';
import { belonging, DEFAULTS } from './form-values.ts';
import type { FormSubject } from './form.ts';
import { readForm } from './read-form.ts';

const LOOKED_UP_NONE = 'No conflict is known for this window.';
/** Leaves room for the line below, whatever stands above it. */
const AGAINST_MAX = 2_500;
const NOT_LOOKED_UP = 'Other changes could not be looked up just now; conflicts are looked for again when it is sent.';

/**
 * What is known of a form as far as it is filled in: who will be asked, with why, and once service and time are chosen what
 * speaks against them and when nothing would. Never throws: without the record it says so.
 */
export async function knownOf(
  deps: CommandDeps,
  subject: FormSubject,
  values: PlainValues,
  who: { readonly user: string; readonly former: Change | undefined },
): Promise<readonly string[]> {
  const file = deps.policy();
  const reschedules = subject.mode === 'reschedule' ? who.former?.content : undefined;
  const { content } = readForm(typedValues(belonging({ ...DEFAULTS, ...values }, file)), file, reschedules);
  const asked = (policy: Policy): readonly string[] =>
    reschedules
      ? []
      : [
          askedLine(askedOf(content, policy), content.kind, policy),
          ...adviceOn(content, policy).map((advice) => adviceLine(advice, policy)),
        ];
  if (content.services.length === 0 || !hasWindow(content)) return asked(file);
  try {
    const inForce = await inTime(policyInForce(deps.record, file));
    const ties = await inTime(readTies(deps.record, { content, ...(subject.change ? { id: subject.change } : {}) }));
    const policy = withTies(inForce, ties);
    return [...asked(policy), await inTime(againstIt(deps, subject, content, { ...who, policy }))];
  } catch (error) {
    deps.log.warn({ err: error }, 'looking up conflicts');
    return [...asked(file), NOT_LOOKED_UP];
  }
}

function hasWindow({ opensAt, closesAt }: ChangeContent): boolean {
  return Number.isSafeInteger(opensAt) && Number.isSafeInteger(closesAt) && closesAt > opensAt;
}

async function againstIt(
  deps: CommandDeps,
  { change }: FormSubject,
  typed: ChangeContent,
  { user, former, policy }: { readonly user: string; readonly former: Change | undefined; readonly policy: Policy },
): Promise<string> {
  const at = await now(deps.record.db);
  const content = openedNow(typed, at);
  const plan = { ...content, implementer: implementerOf({ content, requester: former?.requester ?? user }) };
  const conflicts = await readConflicts(deps.record, plan, { policy, now: at, except: change });
  const lines = conflictLines(conflicts, policy).map((line) => `• ${line}`);
  if (lines.length === 0) return LOOKED_UP_NONE;
  const free = await freeLine(deps.record, plan, { policy, now: at, except: change });
  const against = linesOf(lines, free === undefined ? undefined : AGAINST_MAX);
  return free === undefined ? against : `${against}\n${free}`;
}
