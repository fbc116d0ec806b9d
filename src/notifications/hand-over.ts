import { runbookOf } from '../change/circumstances.ts';
import { shownId } from '../change/change-id.ts';
import type { RecordedFact } from '../change/facts.ts';
import type { Change } from '../change/model.ts';
import type { Policy } from '../change/policy.ts';
import { context, fields, linesOf, quoted, section, when } from '../slack/blocks.ts';
import { whoSaid } from '../slack/words.ts';
import { implementer, named, said, serviceNames, type Said } from './said.ts';
import { stepLines } from './step-words.ts';

/** To the incident channel: what is known, so that others can take over (002-INC-02). */
export function handOver(change: Change, policy: Policy, facts: readonly RecordedFact[]): Said {
  const declared = facts.findLast((f) => f.fact.type === 'incidentDeclared');
  const reason =
    declared?.fact.type === 'incidentDeclared' ? quoted(declared.fact.reason, 1500) : 'no reason is recorded';
  const by = declared ? ` by ${whoSaid(declared.by)} ${when(declared.at)}` : '';
  const sources = runbookOf(change, policy)?.backup?.restore.sources ?? [];
  const restore = sources.slice(0, 10).map((s, i) => `${i + 1}. ${quoted(s, 100)}`);
  const steps = stepLines(change, policy);
  return said(`Incident on ${serviceNames(change, policy)} (${shownId(change.id)}): ${reason}`, [
    section(`*Incident declared${by}, from ${named(change)}*\n${reason}`),
    fields(['Services', serviceNames(change, policy)], ['Ask', implementer(change)]),
    ...(steps.length > 0 ? [section(linesOf(steps))] : []),
    ...(restore.length > 0 ? [section(linesOf(['Where data can be restored from, in this order:', ...restore]))] : []),
    context('Everything that was said and done is in the thread of the change.'),
  ]);
}
