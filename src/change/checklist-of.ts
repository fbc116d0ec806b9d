import { appliesTo, situationOf } from './applies.ts';
import { PHASES } from './checklist.ts';
import type { ChangeContent } from './model.ts';
import { named } from './named.ts';
import type { OpenChecklist, OpenItem } from './open-checklist.ts';
import type { Policy } from './policy.ts';

/** What the pattern that a change follows asks of it, phase by phase; undefined where nothing is asked. */
export function checklistOf(content: ChangeContent, policy: Policy): OpenChecklist | undefined {
  const { pattern: name } = content;
  const pattern = name === undefined ? undefined : named(policy.knownPatterns ?? {}, name);
  if (name === undefined || !pattern) return undefined;
  const situation = situationOf(content, policy);
  const phases = pattern.phases.toSorted((a, b) => PHASES.indexOf(a.name) - PHASES.indexOf(b.name));
  const items = phases.flatMap((phase) =>
    phase.items
      .filter(({ when }) => appliesTo(when, situation))
      .map(({ when: _when, ...item }): OpenItem => ({ owner: phase.owner, ...item, phase: phase.name })),
  );
  return items.length === 0 ? undefined : { pattern: name, version: pattern.version, items };
}
