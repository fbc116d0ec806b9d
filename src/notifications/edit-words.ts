import { isDeepStrictEqual } from 'node:util';
import { sayDuration } from '../change/duration.ts';
import type { ChangeContent } from '../change/model.ts';
import { named } from '../change/named.ts';
import type { Policy } from '../change/policy.ts';
import { listOf, mention, quoted, when } from '../slack/blocks.ts';
import { stageOf, strategyOf } from '../change/strategy.ts';
import { FORMAT_WORDS, WRITES_WORDS } from '../slack/strategy-words.ts';
import { KIND_WORDS, PRIORITY_WORDS, RISK_WORDS } from '../slack/words.ts';

type Field = keyof ChangeContent;
type Show = (content: ChangeContent, policy: Policy) => string;

/** How each field reads in one line; `undefined` for long texts, of which only the change as such is said. */
const FIELDS: { readonly [F in Field]-?: readonly [label: string, show: Show | undefined] } = {
  title: ['Title', (c) => quoted(c.title, 120)],
  kind: ['Type', (c) => KIND_WORDS[c.kind]],
  priority: ['Priority', (c) => PRIORITY_WORDS[c.priority]],
  description: ['Description', undefined],
  reason: ['Reason for change', undefined],
  impact: ['Expected impact', undefined],
  services: [
    'Systems affected',
    (c, policy) =>
      listOf(
        c.services.map((s) => quoted(named(policy.services, s)?.name ?? s, 60)),
        6,
      ),
  ],
  implementationPlan: ['Implementation plan', undefined],
  rollbackPlan: ['Rollback plan', undefined],
  risk: ['Risk level', (c) => RISK_WORDS[c.risk]],
  riskReason: ['Why the risk is lower', undefined],
  potentialImpact: ['Potential impact', undefined],
  mitigation: ['Mitigation', undefined],
  testingPlan: ['Testing plan', undefined],
  opensAt: ['Window opens', (c) => when(c.opensAt)],
  closesAt: ['Window closes', (c) => when(c.closesAt)],
  estimateMs: ['Estimated duration', (c) => (c.estimateMs === undefined ? 'none' : sayDuration(c.estimateMs))],
  maintenanceWindow: ['Maintenance window', (c) => quoted(c.maintenanceWindow ?? 'none', 40)],
  runbook: ['Runbook', (c) => quoted(c.runbook ?? 'none', 100)],
  params: ['Parameters', (c) => params(c)],
  pattern: ['Pattern', (c) => quoted(c.pattern ?? 'none', 100)],
  patternVersion: ['Version of the pattern', (c) => quoted(c.patternVersion ?? 'none', 40)],
  justification: ['Justification', (c) => quoted(c.justification ?? 'none', 60)],
  incident: ['Incident', (c) => quoted(c.incident ?? 'none', 20)],
  implementer: ['Implementer', (c) => person(c.implementer, 'the requester')],
  rollbackDecider: ['Rollback decider', (c) => person(c.rollbackDecider, 'the infrastructure lead')],
  commit: ['Commit', (c) => quoted(c.commit ?? 'none', 64)],
  testedIn: ['Tested in', (c) => quoted(c.testedIn ?? 'none', 20)],
  strategy: ['Strategy', (c, policy) => quoted(strategyOf(c, policy)?.title ?? c.strategy ?? 'none', 75)],
  stage: ['Step of the strategy', (c, policy) => quoted(stageOf(c, policy)?.title ?? c.stage ?? 'none', 75)],
  follows: ['Comes after', (c) => quoted(c.follows ?? 'none', 20)],
  partOf: ['Part of', (c) => quoted(c.partOf ?? 'none', 20)],
  value: ['Worth by itself', (c) => quoted(c.value ?? 'not said', 200)],
  dataFormat: ['Data', (c) => (c.dataFormat === undefined ? 'not said' : FORMAT_WORDS[c.dataFormat])],
  writes: ['Writes in between', (c) => (c.writes === undefined ? 'not said' : WRITES_WORDS[c.writes])],
  downtimeMs: ['Downtime', (c) => span(c.downtimeMs, 'not said')],
  rollbackTriggers: ['Rollback triggers', undefined],
  extraTimeMs: ['Acceptable extra time', (c) => span(c.extraTimeMs, 'as the services have it')],
  links: ['Links', (c) => lines(c.links)],
  documents: ['Documents to update', (c) => lines(c.documents)],
  attachments: ['Attachments', (c) => fileNames(c)],
};

function lines(of: readonly string[] = []): string {
  const shown = of.map((line) => quoted(line, 100));
  return shown.length === 0 ? 'none' : listOf(shown, 4);
}

/** What an edit changed, a line for each field: short values with what they were, long texts by name. */
export function editLines(from: ChangeContent, to: ChangeContent, policy: Policy): readonly string[] {
  return (Object.keys(FIELDS) as Field[])
    .filter((field) => !isDeepStrictEqual(from[field], to[field]))
    .map((field) => {
      const [label, show] = FIELDS[field];
      return show === undefined
        ? `• ${label}: the text was changed`
        : `• ${label}: ${show(from, policy)} → ${show(to, policy)}`;
    });
}

function fileNames({ attachments = [] }: ChangeContent): string {
  const names = attachments.map(({ name }) => quoted(name, 60));
  return names.length === 0 ? 'none' : listOf(names, 5);
}

function params({ params: values }: ChangeContent): string {
  const pairs = Object.entries(values).map(([name, value]) => `${quoted(name, 40)} ${quoted(value, 128)}`);
  return pairs.length === 0 ? 'none' : listOf(pairs, 5);
}

function span(ms: number | undefined, otherwise: string): string {
  if (ms === undefined) return otherwise;
  return ms === 0 ? 'none' : sayDuration(ms);
}

function person(id: string | undefined, otherwise: string): string {
  return id === undefined ? otherwise : mention(id);
}
