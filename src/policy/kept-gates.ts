import { coversCritical } from '../change/applies.ts';
import type { ChecklistItem } from '../change/checklist.ts';
import type { Pattern } from '../change/pattern.ts';
import { AppliesFile } from './checklist-file.ts';
import { itemsOf } from './checklist-references.ts';
import { show } from './explain.ts';
import { member } from './loose.ts';
import type { Finding } from './problem.ts';

/** Where a team's pattern takes a gate away that the shipped one of its name demands of a critical service (000-CRIT-02). */
export function keptGateFindings(written: unknown, shipped: Pattern | undefined): Finding[] {
  const items = itemsOf(written);
  return demanded(shipped).flatMap(({ id, gate, when }): Finding[] => {
    const why = 'the shipped pattern holds back a change of a critical service until it is done';
    const own = items.find((item) => item.id === id);
    if (!own) {
      const message = `have no item ${id} with the gate ${gate}; expected it to stay: ${why}`;
      return [{ path: ['phases'], at: 'key', message }];
    }
    const ownGate = member(own.item, 'gate');
    if (ownGate !== gate) {
      const message = `${id} has ${ownGate === undefined ? 'no gate' : `the gate ${show(ownGate)}`}; expected ${gate}: ${why}`;
      return [{ path: ownGate === undefined ? own.path : [...own.path, 'gate'], at: 'value', message }];
    }
    const ownWhen = AppliesFile.optional().safeParse(member(own.item, 'when'));
    if (!ownWhen.success || coversCritical(ownWhen.data, when)) return [];
    const message = `${id} is no longer for every critical service; expected at least those of the shipped pattern: ${why}`;
    return [{ path: [...own.path, 'when'], at: 'value', message }];
  });
}

type Gated = ChecklistItem & { readonly gate: NonNullable<ChecklistItem['gate']> };

function demanded(shipped: Pattern | undefined): readonly Gated[] {
  const items = (shipped?.phases ?? []).flatMap((phase) => phase.items);
  return items.filter((item): item is Gated => item.gate !== undefined && item.when?.critical !== false);
}
