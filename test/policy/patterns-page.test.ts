import { join } from 'node:path';
import { format, resolveConfig } from 'prettier';
import { expect, test } from 'vitest';
import { ITEM_GATES, PHASES, SHOWN, type ItemGate, type Shown } from '../../src/change/checklist.ts';
import { sayDuration } from '../../src/change/duration.ts';
import { KINDS } from '../../src/change/model.ts';
import type { Pattern } from '../../src/change/pattern.ts';
import { readPatterns } from '../../src/policy/read-patterns.ts';
import { ROOT } from '../ops/source-tree.ts';
import { aPolicy } from '../support/a-policy.ts';

const SHOWN_BY: Readonly<Record<Shown, string>> = {
  reviewed: 'every review that was asked for is answered',
  approved: 'it is approved',
  preChecked: 'the pre-check is answered',
  goGiven: 'GO was given',
  announced: 'the planned-maintenance notice was ordered',
  reminded: 'the reminder was ordered',
  startTold: 'the start notice was ordered',
  endTold: 'the end notice was ordered',
  preflightPassed: 'the preflight succeeded',
  testedBefore: 'the same commit was tested in the change that "Tested in" names',
  backupProven: 'the backup is proven',
  restoreTested: 'the backup was restored on trial',
  planRead: 'the plan was read',
  handleStored: 'what there is to go back to is stored',
  applied: 'it is applied',
  verified: 'the verification passed',
  watchClear: 'the watch after the work found nothing',
  longWatchOver: 'the watch after the end is over',
  debtsPaid: 'nothing is owed',
};

const HELD_BACK: Readonly<Record<ItemGate, string>> = {
  nextPhase: 'the phases below it',
  goNogo: 'the question for GO or NO-GO',
  start: 'Start',
  close: 'Close',
};

function row(name: string, pattern: Pattern): string {
  const items = pattern.phases.flatMap((phase) => phase.items);
  const gates = items.filter(({ gate }) => gate !== undefined).length;
  const cells = [
    `[\`${name}\`](../patterns/${name}.yaml)`,
    pattern.title,
    pattern.risk,
    sayDuration(pattern.durationMs),
  ];
  return `| ${[...cells, pattern.phases.length, items.length, gates, pattern.tags.join(', ')].join(' | ')} |`;
}

async function page(): Promise<string> {
  const read = await readPatterns({ ...aPolicy(), patterns: '/nowhere', runbooks: {} });
  if (!read.ok) throw new Error('unreadable');
  const tables = KINDS.map((kind) => {
    const rows = Object.entries(read.value).filter(([, pattern]) => pattern.kind === kind);
    return `### ${kind.charAt(0).toUpperCase()}${kind.slice(1)}

| pattern | title | risk | takes | phases | items | of them gates | tags |
| --- | --- | --- | --- | --- | --- | --- | --- |
${rows.map(([name, pattern]) => row(name, pattern)).join('\n')}`;
  });
  return `# Patterns

A pattern is what a team knows of a kind of change: what its request begins with, the phases it goes through with what is to be done in each, what is true when it is done, what may go wrong, and what there is to read. \`/change new NAME\` opens the form with it; \`/change new network\` finds those that fit a word, by tag, name and title. The form names, below everything else, the version it follows and what there is to read about it; the change keeps that version, and Details says when there is another by now, with what is new in it. [Every key](reference/pattern.md).

## What is shipped

${tables.join('\n\n')}

Standard changes follow a pattern that is approved for good (\`preApproved\`). \`lightweight-change\` and \`full-change\` are for changes for which nobody chose a pattern (\`byDefault\`): of those that fit, the one with the fewest items is followed, so that one service that is not critical gets the lightweight process and a critical service, or several, the full one.

## A team's own

A file \`NAME.yaml\` in the folder that the policy calls \`patterns\` adds a pattern; one of the name of a shipped one replaces it. An edit counts once it is saved; a broken one is refused with its line, as \`npm run gonogo -- check-config\` does, and the last good ones stay in force. What replaces a shipped pattern keeps every item that holds back a change of a critical service: its id, its gate, and those it is for.

\`\`\`yaml
title: New cache
version: 1.1.0
status: active # or draft, or retired: found by its name alone, and followed by no standard change
owner: Web team
updated: 2026-11-28
tags: [cache]
kind: normal # standard, normal or emergency
preApproved: false # true: a standard change may follow it, without a vote
risk: medium
priority: medium
duration: 2h
texts: # what a form begins with: description, reason, impact, implementationPlan, rollbackPlan, potentialImpact, mitigation, testingPlan
  impact: Pages are slow for the first minutes.
runbook: cache-release # one of the policy
history: # the newest version first, which is the one above
  - { version: 1.1.0, on: 2026-11-28, what: Warm it up first. }
  - { version: 1.0.0, on: 2026-09-01, what: First version. }
byDefault: { kinds: [normal], critical: false, services: { to: 1 } } # followed where nobody chose another
phases: # in this order, each at most once
  - name: planning
    owner: infrastructure # a word of \`owners\` in the policy, or a role
    items:
      - id: warm-up
        text: Say how it is filled before users come.
        gate: goNogo # holds back GO until it is done
        evidence: true # a tick needs a file, a link or a figure
  - name: verification
    owner: testing
    items:
      - id: checks
        text: The checks pass.
        shownBy: verified # ticked by what the bot knows
      - id: hit-rate
        text: The hit rate is as before.
        owner: infrastructure
        after: [checks]
        when: { critical: true } # kinds, risks, strategies and services: { from, to } too; all of what is said must hold
acceptance: [The hit rate is as before.]
risks:
  - risk: It is empty and everything behind it is slow.
    mitigation: It is warmed up, and half of the traffic comes first.
documents: [{ title: How the cache works, link: 'https://docs.example.net/cache' }]
related: [scheduled-update]
\`\`\`

The phases are ${PHASES.map((name) => `\`${name}\``).join(', ')}. An item without an owner has that of its phase, and a phase without one \`infrastructure\`. Which role stands behind such a word is said by \`owners\` in the policy: by default \`infrastructure\` and \`documentation\` are the implementer's, \`testing\` the infrastructure lead's.

| gate | holds back until it is done |
| --- | --- |
${ITEM_GATES.map((gate) => `| \`${gate}\` | ${HELD_BACK[gate]} |`).join('\n')}

| shownBy | is done when |
| --- | --- |
${SHOWN.map((shown) => `| \`${shown}\` | ${SHOWN_BY[shown]} |`).join('\n')}
`;
}

test('docs/patterns.md shows the patterns as they are (vitest -u writes it)', async () => {
  const file = join(ROOT, 'docs/patterns.md');
  const written = await format(await page(), { ...(await resolveConfig(file)), filepath: file });
  await expect(written).toMatchFileSnapshot(file);
});
