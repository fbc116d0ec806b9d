import { PHASES, type Applies } from './checklist.ts';
import type { ChangeContent } from './model.ts';
import { named } from './named.ts';
import type { OpenChecklist, OpenItem } from './open-checklist.ts';
import type { Policy } from './policy.ts';

/** Whether something is for a change of this content; a service the policy does not have is not critical, and what is for a strategy needs one that was chosen. */
export function applies(when: Applies, { kind, risk, services, strategy }: ChangeContent, policy: Policy): boolean {
  const isCritical = services.some((s) => named(policy.services, s)?.critical);
  const { from = 0, to = Infinity } = when.services ?? {};
  return (
    (when.critical === undefined || when.critical === isCritical) &&
    (when.kinds?.includes(kind) ?? true) &&
    (when.risks?.includes(risk) ?? true) &&
    (when.strategies === undefined || (strategy !== undefined && when.strategies.includes(strategy))) &&
    services.length >= from &&
    services.length <= to
  );
}

/** What the pattern that a change follows asks of it, phase by phase; undefined where nothing is asked. */
export function checklistOf(content: ChangeContent, policy: Policy): OpenChecklist | undefined {
  const { pattern: name } = content;
  const pattern = name === undefined ? undefined : named(policy.knownPatterns ?? {}, name);
  if (name === undefined || !pattern) return undefined;
  const phases = pattern.phases.toSorted((a, b) => PHASES.indexOf(a.name) - PHASES.indexOf(b.name));
  const items = phases.flatMap((phase) =>
    phase.items
      .filter(({ when = {} }) => applies(when, content, policy))
      .map(({ when: _when, ...item }): OpenItem => ({ owner: phase.owner, ...item, phase: phase.name })),
  );
  const at = items.findLastIndex(({ phase }) => PHASES.indexOf(phase) <= PHASES.indexOf('verification')) + 1;
  const all = items.toSpliced(at, 0, ...pattern.acceptance.map(criterion));
  return all.length === 0 ? undefined : { pattern: name, version: pattern.version, items: all };
}

/** What must be true for the change to be closed, said by whoever tests (000-CHK-41); no item of a file has such an id. */
function criterion(text: string, i: number): OpenItem {
  return { id: `acceptance.${i + 1}`, phase: 'verification', text, owner: 'testing', gate: 'close' };
}
