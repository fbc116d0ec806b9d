import { shownId } from '../../change/change-id.ts';
import { carriedOut, type Group } from '../../change/figures/tally.ts';
import type { Figures } from '../../change/figures/figures.ts';
import { daysSince, type Report } from '../../change/figures/report.ts';
import type { Kind } from '../../change/model.ts';
import { named } from '../../change/named.ts';
import type { Policy } from '../../change/policy.ts';
import type { Bar, Chart, FiguresPicture } from '../../pictures/figures-picture.ts';
import { daysWords, endedWords, shareWords, spanWords, tallyWords } from '../../slack/figure-words.ts';
import { KIND_WORDS } from '../../slack/words.ts';

/** More bars than these in a chart are counted only. */
const ROWS_MAX = 8;

/** The figures as a picture draws them: every bar with the words that say the same. */
export function pictured(
  report: Report,
  { services, timezone }: Pick<Policy, 'services' | 'timezone'>,
): FiguresPicture {
  const { figures, days } = report;
  const nameOf = (service: string): string => named(services, service)?.name ?? service;
  const of = report.service === undefined ? '' : ` of ${nameOf(report.service)}`;
  return {
    title: `How changes${of} went in the last ${days} days`,
    lines: [
      endedWords(figures),
      `the ${days} days before: ${endedWords(report.before)}`,
      `weeks from Monday, in ${timezone}`,
    ],
    weeks: figures.weeks,
    timezone,
    charts: [
      successes('Successful by kind', figures.byKind, (name) => KIND_WORDS[name as Kind]),
      successes('Successful by pattern', figures.byPattern, (name) => name),
      windowChart(figures),
      rollbackChart(figures),
      leadChart(figures),
      ageChart(report, nameOf),
    ],
  };
}

function chart(title: string, rows: readonly Bar[], none: string): Chart {
  const rest = rows.length - ROWS_MAX;
  const more: readonly Bar[] = rest > 0 ? [{ name: `and ${rest} more`, words: '' }] : [];
  return { title, rows: [...rows.slice(0, ROWS_MAX), ...more], none };
}

function successes(title: string, groups: readonly Group[], nameOf: (name: string) => string): Chart {
  const rows = groups.map(({ name, tally }): Bar => {
    const of = carriedOut(tally);
    if (of === 0) return { name: nameOf(name), words: tallyWords(tally) };
    return { name: nameOf(name), share: tally.implemented / of, words: shareWords(tally.implemented, of) };
  });
  return chart(title, rows, 'No change followed one.');
}

function windowChart({ window }: Figures): Chart {
  if (!window) return chart('Real time against the window', [], 'Nothing was carried out.');
  const { share, of, late, lateMs } = window;
  const most = Math.max(1, share);
  const over = lateMs === undefined ? '' : `, by ${spanWords(lateMs)}`;
  return chart(
    'Real time against the window (the line)',
    [
      { name: 'At the median', share: share / most, mark: 1 / most, words: `${Math.round(100 * share)} %` },
      { name: 'Went on after it', share: late / of, words: `${shareWords(late, of)}${over}` },
    ],
    '',
  );
}

function rollbackChart({ rollback }: Figures): Chart {
  const each = rollback?.each ?? [];
  const most = Math.max(1, ...each.flatMap(({ tookMs, promisedMs }) => [tookMs, promisedMs ?? 0]));
  const rows = each.map(({ change, tookMs, promisedMs }): Bar => ({
    name: shownId(change),
    share: tookMs / most,
    ...(promisedMs === undefined ? {} : { mark: promisedMs / most }),
    words: `${spanWords(tookMs)}; ${promisedMs === undefined ? 'nothing promised' : `promised ${spanWords(promisedMs)}`}`,
  }));
  return chart('Rollbacks against what was promised (the line)', rows, 'Nothing was rolled back.');
}

function leadChart({ leads }: Figures): Chart {
  const most = Math.max(1, ...leads.map(({ p90Ms }) => p90Ms));
  const rows = leads.map(({ kind, of, medianMs, p90Ms }): Bar => ({
    name: KIND_WORDS[kind],
    share: medianMs / most,
    mark: p90Ms / most,
    words: `${spanWords(medianMs)} (${of}); nine in ten within ${spanWords(p90Ms)}`,
  }));
  return chart('From filing to start (nine in ten: the line)', rows, 'Nothing was started.');
}

/** Those that were left alone the longest first: what is long unchanged is a risk too (003-RISK-15). */
function ageChart({ services, figures }: Report, nameOf: (service: string) => string): Chart {
  const aged = services.map(({ service, changed }) => ({
    name: nameOf(service),
    days: changed ? daysSince(changed.at, figures.to) : Infinity,
  }));
  const most = Math.max(1, ...aged.map(({ days }) => days).filter(Number.isFinite));
  const rows = aged
    .toSorted((a, b) => (a.days === b.days ? 0 : b.days - a.days))
    .map(({ name, days }): Bar => {
      return days === Infinity ? { name, words: 'never' } : { name, share: days / most, words: daysWords(days) };
    });
  return chart('Days since the last change of each service', rows, 'The policy names no service.');
}
