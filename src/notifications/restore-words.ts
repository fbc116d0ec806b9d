import { runbookOf } from '../change/circumstances.ts';
import type { Change } from '../change/model.ts';
import type { Policy, RestoreSource } from '../change/policy.ts';
import { quoted } from '../slack/blocks.ts';

const SHOWN_MAX = 10;

/** Where data can be restored from, in the order to try, each with what is known to be lost by it; nothing where the runbook names none. */
export function restoreLines(change: Change, policy: Policy): readonly string[] {
  const sources = sourcesOf(change, policy);
  return sources.length === 0
    ? []
    : [
        'Where data can be restored from, in this order:',
        ...sources.slice(0, SHOWN_MAX).map((source, i) => `${i + 1}. ${sourceWords(source)}`),
      ];
}

/** The same in one line; undefined where the runbook names none. */
export function restoreLine(change: Change, policy: Policy): string | undefined {
  const sources = sourcesOf(change, policy);
  return sources.length === 0
    ? undefined
    : sources
        .slice(0, SHOWN_MAX)
        .map((source, i) => `${i + 1}. ${sourceWords(source)}`)
        .join('; ');
}

function sourcesOf(change: Change, policy: Policy): readonly RestoreSource[] {
  return runbookOf(change, policy)?.backup?.restore.sources ?? [];
}

function sourceWords({ name, limits }: RestoreSource): string {
  return limits === undefined ? quoted(name, 80) : `${quoted(name, 80)}: ${quoted(limits, 80)}`;
}
