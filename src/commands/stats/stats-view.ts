import type { KnownBlock } from '@slack/types';
import { shownId } from '../../change/change-id.ts';
import { endedOf } from '../../change/figures/tally.ts';
import type { Figures } from '../../change/figures/figures.ts';
import type { Report } from '../../change/figures/report.ts';
import type { Kind, Risk } from '../../change/model.ts';
import { named } from '../../change/named.ts';
import type { Policy } from '../../change/policy.ts';
import { context, divider, linesOf, listOf, mention, preformatted, quoted, section } from '../../slack/blocks.ts';
import { countWords } from '../../slack/debt-words.ts';
import {
  ageWords,
  decimal,
  endedWords,
  rollbackWords,
  shareWords,
  spanWords,
  successWords,
  tallyWords,
  windowWords,
} from '../../slack/figure-words.ts';
import { DEBT_WORDS, KIND_WORDS, RISK_WORDS } from '../../slack/words.ts';
import { groupBars, weekBars, WEEKS_MAX } from './text-bars.ts';

/** What `/change stats` answers one person. */
export interface StatsView {
  readonly text: string;
  readonly blocks: readonly KnownBlock[];
}

/** How changes went, in few words and bars of characters; where none ended, one sentence with where to look, and how things stand. */
export function statsView(report: Report, policy: Pick<Policy, 'timezone' | 'services'>): StatsView {
  const { figures, days } = report;
  const of = report.service === undefined ? '' : ` of ${serviceName(report.service, policy)}`;
  if (endedOf(figures.ended) === 0) {
    const none = `No change${of} ended in the last ${days} days${unreadWords(report)}: ${days < 365 ? '`/change stats 365d` looks further back, ' : ''}\`/change list\` shows what is open.`;
    return { text: none, blocks: [section(none), ...standing(report, policy)] };
  }
  const title = `How changes${of} went in the last ${days} days`;
  return {
    text: `${title}: ${endedWords(figures)}; in the ${days} days before, ${endedWords(report.before)}`,
    blocks: [
      section(`*${title}*${unreadWords(report)}`),
      section(linesOf(totals(report))),
      ...weeks(figures, policy),
      ...groups('By kind', figures.byKind, (name) => KIND_WORDS[name as Kind]),
      ...groups('By risk', figures.byRisk, (name) => RISK_WORDS[name as Risk]),
      ...groups('By pattern', figures.byPattern, (name) => name),
      divider(),
      section(linesOf(work(report))),
      ...standing(report, policy),
      context(
        'A picture of it comes in your direct messages with me. `30d`, `365d` or `service:NAME` shows another part.',
      ),
    ],
  };
}

function totals({ figures, before, days }: Report): readonly string[] {
  const { ended, emergencies } = figures;
  return [
    `*${endedOf(ended)} ended:* ${tallyWords(ended)}.`,
    `${capital(successWords(ended))}; emergencies ${shareWords(emergencies, endedOf(ended))}.`,
    `The ${days} days before: ${endedWords({ ended: before.ended })}.`,
  ];
}

function weeks({ weeks: all }: Figures, { timezone }: Pick<Policy, 'timezone'>): readonly KnownBlock[] {
  const cut = all.length > WEEKS_MAX ? `, the last ${WEEKS_MAX}` : '';
  return [section(`*Week by week*, from Monday${cut}`), preformatted(weekBars(all, timezone))];
}

function groups(title: string, all: Figures['byKind'], nameOf: (name: string) => string): readonly KnownBlock[] {
  return all.length === 0
    ? []
    : [section(`*${title}*, successful of those carried out`), preformatted(groupBars(all, nameOf))];
}

/** How the work itself went: each line says so where nothing is known of it. */
function work({ figures, before }: Report): readonly string[] {
  const { leads, effort } = figures;
  const lead = leads.map(
    ({ kind, of, medianMs, p90Ms }) =>
      `${KIND_WORDS[kind].toLowerCase()} ${spanWords(medianMs)}${of > 1 ? `, nine in ten within ${spanWords(p90Ms)}` : ''} (${of})`,
  );
  return [
    `*Time taken:* ${windowWords(figures)}.`,
    `*Rollbacks:* ${rollbackWords(figures) ?? 'none'}.`,
    `*From filing to start:* ${lead.join('; ') || 'nothing was started'}.`,
    ...(effort
      ? [
          `*Steps ticked by hand, of a change:* ${trend(effort.manualSteps, before.effort?.manualSteps)}.`,
          `*Size of a change:* services ${trend(effort.services, before.effort?.services)}; resources ${
            effort.resources
              ? `${trend(effort.resources.mean, before.effort?.resources?.mean)}, of ${effort.resources.of} whose plan was read`
              : 'not known, no plan was read'
          }.`,
        ]
      : []),
  ];
}

/** A mean beside that of the period before. */
function trend(value: number, former: number | undefined): string {
  return `${decimal(value)} ${former === undefined ? '(nothing before to compare with)' : `(before: ${decimal(former)})`}`;
}

/** What is owed, and when each service was last changed. */
function standing({ debts, services, figures }: Report, policy: Pick<Policy, 'services'>): readonly KnownBlock[] {
  const ages = services.map((age) => `• ${serviceName(age.service, policy)}: ${ageWords(age, figures.to)}`);
  return [
    divider(),
    ...(debts ? [section(owed(debts))] : []),
    section(
      ages.length === 0 ? '*Services:* the policy names none.' : linesOf(['*Services*, when each was last', ...ages]),
    ),
  ];
}

function owed({ first, ...count }: NonNullable<Report['debts']>): string {
  if (count.open === 0) return '*Owed now:* nothing.';
  const each = first.map(({ change, what, owner }) => `${shownId(change)} ${DEBT_WORDS[what]} (${mention(owner)})`);
  return `*Owed now:* ${countWords(count)}, first ${listOf(each, each.length)}.`;
}

function unreadWords({ unread }: Report): string {
  return unread === 0 ? '' : ` (${unread} that ended are still being counted; ask again in a minute)`;
}

function serviceName(service: string, { services }: Pick<Policy, 'services'>): string {
  return quoted(named(services, service)?.name ?? service, 60);
}

function capital(words: string): string {
  return words.charAt(0).toUpperCase() + words.slice(1);
}
