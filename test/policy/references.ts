import { Check } from '../../src/policy/checks.ts';
import { AppliesFile } from '../../src/policy/checklist-file.ts';
import { Command } from '../../src/policy/commands.ts';
import { PatternFile } from '../../src/policy/pattern-file.ts';
import { PlaybookFile } from '../../src/policy/playbook-file.ts';
import { PolicyFile } from '../../src/policy/policy-file.ts';
import { Plan, RollbackScope } from '../../src/policy/runbooks.ts';
import { StrategyFile } from '../../src/policy/strategy-file.ts';
import type { Reference } from './reference-page.ts';

/** The pages of docs/reference, by name. */
export const REFERENCES: Readonly<Record<string, Reference>> = {
  policy: {
    title: 'The policy, key by key',
    says: '`gonogo.yaml` says who decides, when, and what may run. [examples/gonogo.yaml](../../examples/gonogo.yaml) is one to copy; [the guide](../guides/policy-author.md) goes through a first one. Editors know it by [policy.schema.json](../policy.schema.json).',
    file: PolicyFile,
    shared: [
      { heading: 'A check', says: 'One of these, and no more; `expect` stands beside `http`.', shape: Check },
      { heading: 'A command', says: 'A program that is run as it stands; there is no shell.', shape: Command },
      { heading: 'A plan', says: 'A command that says what would be done, and does nothing.', shape: Plan },
      { heading: 'A way back', says: 'A command that takes back what was done.', shape: RollbackScope },
    ],
  },
  pattern: {
    title: 'A pattern, key by key',
    says: 'A file `NAME.yaml` in the folder that the policy calls `patterns`. [What patterns are](../patterns.md), with an example.',
    file: PatternFile,
    shared: [
      {
        heading: 'Which changes',
        says: 'All of what is said must hold; what is left out does not matter.',
        shape: AppliesFile,
      },
    ],
  },
  playbook: {
    title: 'A playbook, key by key',
    says: 'A file `NAME.yaml` in `playbooks`, in the folder that the policy calls `patterns`. [What playbooks are](../playbooks.md), with an example.',
    file: PlaybookFile,
    shared: [],
  },
  strategy: {
    title: 'A strategy, key by key',
    says: 'A file `NAME.yaml` in `strategies`, in the folder that the policy calls `patterns`. [What strategies are](../strategies.md), with an example.',
    file: StrategyFile,
    shared: [],
  },
};
