import type { ChecklistFact, MarkedChecklist } from './open-checklist.ts';

/** The checklist of a change after one more fact about it; what was said of an item stays as long as it reads the same. */
export function checklistAfter(
  before: MarkedChecklist | undefined,
  fact: ChecklistFact,
  { at, by }: { readonly at: number; readonly by: string },
): MarkedChecklist {
  const { pattern = '', version = '', items = [], marks = [] } = before ?? {};
  const others = fact.type === 'checklistOpened' ? [] : marks.filter((m) => m.item !== fact.item);
  switch (fact.type) {
    case 'checklistOpened': {
      const textOf = (from: MarkedChecklist['items'], id: string): string | undefined =>
        from.find((i) => i.id === id)?.text;
      const kept = marks.filter((m) => textOf(fact.checklist.items, m.item) === textOf(items, m.item));
      return { ...fact.checklist, marks: kept };
    }
    case 'itemTicked': {
      const { item, evidence } = fact;
      const done = { item, by, at, as: 'done', ...(evidence === undefined ? {} : { evidence }) } as const;
      return { pattern, version, items, marks: [...others, done] };
    }
    case 'itemSkipped':
      return {
        pattern,
        version,
        items,
        marks: [...others, { item: fact.item, by, at, as: 'skipped', reason: fact.reason }],
      };
    case 'itemReopened':
      return { pattern, version, items, marks: others };
  }
}
