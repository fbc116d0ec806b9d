import type { Applies, NamedRisk, Phase } from './checklist.ts';
import { appliesTo, situationOf, type Situation } from './applies.ts';
import { TEXT_MAX, TEXTS, type LongText } from './content.ts';
import type { ChangeContent, Justification, Kind, Priority, Risk } from './model.ts';
import type { Policy } from './policy.ts';

/** Whether a pattern is agreed on: a draft is not yet, a retired one no longer (001-DOC-31). */
export const PATTERN_STATUSES = ['draft', 'active', 'retired'] as const;
export type PatternStatus = (typeof PATTERN_STATUSES)[number];

/** A kind of change that a team knows how to do: what its requests begin with, and whether it is approved for good (001-TYP-05). */
export interface Pattern {
  readonly title: string;
  readonly version: string;
  readonly status: PatternStatus;
  /** The team that keeps it true (004-TPL-22). */
  readonly owner: string;
  /** An ISO date. */
  readonly updated: string;
  readonly tags: readonly string[];
  readonly kind: Kind;
  /** A standard change may follow it, without a vote. */
  readonly preApproved: boolean;
  readonly risk: Risk;
  readonly priority: Priority;
  readonly durationMs: number;
  readonly justification?: Justification;
  readonly texts: { readonly [T in LongText]?: string };
  readonly runbook?: string;
  /** Its versions, the newest first. */
  readonly history: readonly { readonly version: string; readonly on: string; readonly what: string }[];
  /** It is followed where nobody chose another: the lightest that fits. */
  readonly byDefault?: Applies;
  readonly phases: readonly Phase[];
  /** What is true when the change is done; closing asks for each (000-CHK-41). */
  readonly acceptance: readonly string[];
  readonly risks: readonly NamedRisk[];
  readonly documents: readonly { readonly title: string; readonly link: string }[];
  /** Other patterns that somebody who reads this one may look for. */
  readonly related: readonly string[];
}

/** By name, which is the file's. */
export type Patterns = Readonly<Record<string, Pattern>>;

/** The names a standard change may choose from: those agreed on alone. */
export function preApproved(patterns: Patterns): readonly string[] {
  return Object.entries(patterns).flatMap(([name, pattern]) =>
    pattern.preApproved && pattern.status === 'active' ? [name] : [],
  );
}

/** What a form opened for a pattern begins with; of its risks those of one service that is not critical, until more is known. */
export function beginning(name: string, pattern: Pattern): Partial<ChangeContent> {
  const { kind, risk, priority, durationMs, justification, texts, runbook } = pattern;
  const mitigation = mitigationOf(pattern, { critical: false, kind, risk, services: 1 });
  return {
    kind,
    risk,
    priority,
    estimateMs: durationMs,
    ...texts,
    ...(mitigation === '' ? {} : { mitigation }),
    pattern: name,
    ...(justification === undefined ? {} : { justification }),
    ...(runbook === undefined ? {} : { runbook }),
  };
}

/** What was filed after a pattern: long texts left empty are the pattern's own, and its version is kept with its name. */
export function following(content: ChangeContent, pattern: Pattern, policy: Policy): ChangeContent {
  const mitigation = mitigationOf(pattern, situationOf(content, policy));
  const own = { ...pattern.texts, ...(mitigation === '' ? {} : { mitigation }) };
  const left = TEXTS.filter((text) => content[text].trim() === '').map((text) => [text, own[text] ?? '']);
  return { ...content, ...Object.fromEntries(left), patternVersion: pattern.version };
}

/** What the pattern says against what may go wrong: in its text, else of each of its risks that applies (000-RISK-05 to 12). */
function mitigationOf({ texts, risks }: Pattern, situation: Situation): string {
  if (texts.mitigation !== undefined) return texts.mitigation;
  const lines = risks.filter(({ when }) => appliesTo(when, situation)).map((r) => `- ${r.risk} ${r.mitigation}`);
  const fit = lines.filter((_, i) => lines.slice(0, i + 1).join('\n').length <= TEXT_MAX);
  return fit.join('\n');
}
