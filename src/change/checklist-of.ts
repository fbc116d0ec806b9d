import { appliesTo, situationOf } from './applies.ts';
import { PHASES } from './checklist.ts';
import { isAddress } from './content-details.ts';
import { lightestPattern } from './lightest-pattern.ts';
import type { ChangeContent } from './model.ts';
import { named } from './named.ts';
import type { OpenChecklist, OpenItem } from './open-checklist.ts';
import type { Policy } from './policy.ts';

/**
 * What the pattern that a change follows asks of it, the one that was chosen or the lightest that fits, phase by phase, and the documents
 * that its request names; undefined where nothing is asked.
 */
export function checklistOf(content: ChangeContent, policy: Policy): OpenChecklist | undefined {
  const { knownPatterns = {} } = policy;
  const name = content.pattern ?? lightestPattern(knownPatterns, content, policy);
  const pattern = name === undefined ? undefined : named(knownPatterns, name);
  const documents = (content.documents ?? []).map(upToDate);
  if (name === undefined || !pattern)
    return documents.length === 0 ? undefined : { pattern: 'documents', version: '1', items: documents };
  const situation = situationOf(content, policy);
  const phases = pattern.phases.toSorted((a, b) => PHASES.indexOf(a.name) - PHASES.indexOf(b.name));
  const items = phases.flatMap((phase) =>
    phase.items
      .filter(({ when }) => appliesTo(when, situation))
      .map(({ when: _when, ...item }): OpenItem => ({ owner: phase.owner, ...item, phase: phase.name })),
  );
  const at = items.findLastIndex(({ phase }) => PHASES.indexOf(phase) <= PHASES.indexOf('verification')) + 1;
  // A list that holds back nothing does not begin to by this: what is light stays so.
  const gate = items.length === 0 || items.some((item) => item.gate) ? ({ gate: 'close' } as const) : {};
  const accepted = items.toSpliced(at, 0, ...pattern.acceptance.map((text, i) => ({ ...criterion(text, i), ...gate })));
  const all = [...accepted, ...documents];
  return all.length === 0 ? undefined : { pattern: name, version: pattern.version, items: all };
}

/** Of what the request says has to be brought up to date: it holds back the closing. */
function upToDate(document: string, i: number): OpenItem {
  const text = `Bring up to date: ${document}`;
  const link = isAddress(document) ? { link: document } : {};
  return { id: `document.${i + 1}`, phase: 'documentation', text, owner: 'infrastructure', gate: 'close', ...link };
}

/** What must be true when the change is done, said by whoever tests (000-CHK-41); no item of a file has such an id. */
function criterion(text: string, i: number): OpenItem {
  return { id: `acceptance.${i + 1}`, phase: 'verification', text, owner: 'testing' };
}
