import { LIFECYCLE, leadsTo } from '../../src/change/lifecycle.ts';
import { isOver, STATUSES, type Status } from '../../src/change/statuses.ts';
import type { IntentType } from '../../src/change/intents.ts';

/** The page `docs/lifecycle.md`, made of the table alone: a diagram of what moves a change, and all that is heard where. */
export function lifecyclePage(): string {
  return [
    '# The lifecycle',
    'Made from `LIFECYCLE` in [`src/change/lifecycle.ts`](../src/change/lifecycle.ts); `npx vitest run test/ops/lifecycle.test.ts -u` writes it again.',
    'An arrow says that an intent may lead from one status to another; the facts decide whether it does. Left to the list below: an edit, which may lead back to any status before the work, and what does not move a change.',
    ['```mermaid', 'stateDiagram-v2', ...arrows().map((arrow) => `  ${arrow}`), '```'].join('\n'),
    '## What is heard in each status',
    'Any other intent is refused in one sentence, and no button for it is drawn.',
    ...STATUSES.map(heard),
  ].join('\n\n');
}

function arrows(): readonly string[] {
  const moves = STATUSES.flatMap((from) =>
    STATUSES.filter((to) => to !== from).flatMap((to) => {
      const intents = heardIn(from).filter((intent) => intent !== 'editChange' && leadsTo(from, intent).includes(to));
      return intents.length === 0 ? [] : [`${from} --> ${to}: ${intents.join(', ')}`];
    }),
  );
  return ['[*] --> draft: fileChange', ...moves, ...STATUSES.filter(isOver).map((status) => `${status} --> [*]`)];
}

function heard(status: Status): string {
  const lines = heardIn(status).map((intent) => `- ${intent} → ${leadsTo(status, intent).join(', ')}`);
  return [`**${status}**`, '', ...lines].join('\n');
}

function heardIn(status: Status): readonly IntentType[] {
  return Object.keys(LIFECYCLE[status]) as IntentType[];
}
