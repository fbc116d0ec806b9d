import { named } from '../change/named.ts';
import type { Pattern } from '../change/pattern.ts';
import type { Policy } from '../change/policy.ts';
import { member } from './loose.ts';
import { PatternFile } from './pattern-file.ts';
import type { Finding } from './problem.ts';
import { readShape, type ShapeReading, type ShapeSource } from './read-shape.ts';
import { undefinedName } from './role-references.ts';

/** The text of a pattern, or everything that is wrong with it in the order of the text; runbooks it names are those of the policy. */
export function readPattern(text: string, source: ShapeSource, runbooks: Policy['runbooks']): ShapeReading<Pattern> {
  return readShape(text, source, PatternFile, (written) => runbookFindings(written, runbooks));
}

function runbookFindings(written: unknown, runbooks: Policy['runbooks']): Finding[] {
  const runbook = member(written, 'runbook');
  return typeof runbook !== 'string' || named(runbooks, runbook)
    ? []
    : [undefinedName(runbook, ['runbook'], 'runbook', 'runbooks of the policy', Object.keys(runbooks))];
}
