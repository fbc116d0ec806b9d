import { LIFECYCLE, isOver, leadsTo } from '../../src/change/lifecycle.ts';
import { STATUSES, type Status } from '../../src/change/model.ts';
import type { IntentType } from '../../src/change/intents.ts';

/** The page `docs/lifecycle.md`, made of the table alone: a diagram of what moves a change, and all that is heard where. */
export function lifecyclePage(): string {
  return [
    '# The lifecycle',
    'Made from `LIFECYCLE` in [`src/change/lifecycle.ts`](../src/change/lifecycle.ts); `npx vitest run test/ops/lifecycle.test.ts -u` writes it again.',
    'An arrow says that an intent may lead from one status to another; the facts decide whether it does. Arrows from a status to itself are left to the table.',
    ['```mermaid', 'stateDiagram-v2', ...arrows().map((arrow) => `  ${arrow}`), '```'].join('\n'),
    table(),
    'An intent that stands in no cell of its status is refused in one sentence, and no button for it is drawn.',
  ].join('\n\n');
}

function arrows(): readonly string[] {
  const moves = STATUSES.flatMap((from) =>
    STATUSES.filter((to) => to !== from).flatMap((to) => {
      const intents = heardIn(from).filter((intent) => leadsTo(from, intent).includes(to));
      return intents.length === 0 ? [] : [`${from} --> ${to}: ${intents.join(', ')}`];
    }),
  );
  return ['[*] --> draft: fileChange', ...moves, ...STATUSES.filter(isOver).map((status) => `${status} --> [*]`)];
}

function table(): string {
  const rows = STATUSES.map((status) => {
    const cells = heardIn(status).map((intent) => `${intent} → ${leadsTo(status, intent).join(', ')}`);
    return `| **${status}** | ${cells.join('<br>')} |`;
  });
  return ['| status | intent → where it may end |', '| --- | --- |', ...rows].join('\n');
}

function heardIn(status: Status): readonly IntentType[] {
  return Object.keys(LIFECYCLE[status]) as IntentType[];
}
