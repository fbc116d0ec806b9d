import { finding, type Finding } from './finding.ts';
import type { StreamRows } from './stream-rows.ts';

/** One intent for every fact, and every intent that was agreed to has its facts: no audit, no action (promise 5). */
export function inboxFindings({ stream, facts, intents }: StreamRows): Finding[] {
  const agreed = new Map(intents.flatMap(({ id, outcome }) => (outcome.ok ? [[id, outcome] as const] : [])));
  const intentAt = new Map(facts.map(({ seq, intent }) => [seq, intent]));
  const unaudited = facts.flatMap(({ seq, type, intent }) => {
    const outcome = agreed.get(intent);
    const covered = outcome && outcome.fromSeq <= seq && seq <= outcome.toSeq;
    return covered
      ? []
      : [
          finding(
            'inbox',
            `${stream} fact ${seq}`,
            `${type} has no intent: nobody is on record as having asked for it.`,
          ),
        ];
  });
  const empty = intents.flatMap(({ id, type, outcome }) => {
    if (!outcome.ok) return [];
    const { fromSeq, toSeq } = outcome;
    const seqs = Array.from({ length: Math.max(0, toSeq - fromSeq + 1) }, (_, i) => fromSeq + i);
    const lost = seqs.filter((seq) => intentAt.get(seq) !== id);
    return lost.length === 0
      ? []
      : [finding('inbox', stream, `${type} (${id}) was agreed to, and fact ${lost.join(', ')} of it is not there.`)];
  });
  return [...unaudited, ...empty];
}
