import type { Change, StepRun } from '../../change/model.ts';
import { differences } from './differences.ts';
import { finding, type Finding } from './finding.ts';
import type { Moment } from './story.ts';
import type { KeptRun, StreamRows } from './stream-rows.ts';

/** The runs table is what the facts tell, and what runs has a host that answers for it. */
export function runFindings(
  { stream, runs }: StreamRows,
  change: Change | undefined,
  moments: readonly Moment[],
): Finding[] {
  const told = new Map(change?.runs.map((run) => [run.run, run]));
  const kept = new Set(runs.map(({ run }) => run));
  const labels = new Map(
    moments.flatMap(({ recorded: { fact } }) =>
      fact.type === 'stepRequested' ? [[fact.run, fact.label] as const] : [],
    ),
  );
  return [
    ...[...told.keys()].flatMap((run) =>
      kept.has(run) ? [] : [finding('runs', placeOf(stream, run), 'was asked for, and is not among the runs.')],
    ),
    ...runs.flatMap((row) => {
      const run = told.get(row.run);
      if (!run) return [finding('runs', placeOf(stream, row.run), 'is among the runs, and no fact asked for it.')];
      return compare(stream, row, run, labels.get(row.run) ?? '');
    }),
  ];
}

function compare(stream: string, { reportedAt: _reported, ...row }: KeptRun, run: StepRun, label: string): Finding[] {
  const place = placeOf(stream, row.run);
  const expected: typeof row = {
    run: run.run,
    revision: run.revision,
    schedule: run.schedule,
    occasion: run.occasion,
    step: run.step,
    target: run.target ?? '',
    attempt: run.attempt,
    label,
    digest: run.digest,
    scope: run.scope ?? null,
    state: run.state,
    host: run.host ?? null,
    requestedAt: run.requestedAt,
    beganAt: run.beganAt ?? null,
    endedAt: run.endedAt ?? null,
    outcome: run.outcome ?? null,
    reason: run.reason ?? null,
    stop: run.stop ?? null,
    restoreMs: run.restoreMs ?? null,
  };
  const hostless = run.state === 'running' && !run.host;
  return [
    ...differences(row, expected).map((d) =>
      finding('runs', place, `the runs show ${d.member} ${d.kept}, the facts say ${d.told}.`),
    ),
    ...(hostless ? [finding('runs', place, 'is running, and no host answers for it.')] : []),
  ];
}

/** Each run is asked for, begun and ended at most once, in that order, and each attempt of a step is one run (promise 3). */
export function ranOnceFindings(stream: string, moments: readonly Moment[]): Finding[] {
  const found: Finding[] = [];
  const stages = new Map<string, Set<string>>();
  const attempts = new Map<string, string>();
  for (const { before, after, recorded } of moments) {
    const { fact, seq } = recorded;
    if (fact.type !== 'stepRequested' && fact.type !== 'stepBegun' && fact.type !== 'stepEnded') continue;
    const place = `${stream} fact ${seq}`;
    const past = stages.get(fact.run) ?? new Set();
    if (past.has(fact.type)) found.push(finding('ranOnce', place, `${fact.run} ${WORDS[fact.type]} a second time.`));
    if (fact.type === 'stepBegun' && !past.has('stepRequested'))
      found.push(finding('ranOnce', place, `${fact.run} was begun, and nobody had asked for it.`));
    if (fact.type === 'stepBegun' && past.has('stepEnded'))
      found.push(finding('ranOnce', place, `${fact.run} was begun after it had ended.`));
    if (fact.type === 'stepEnded' && fact.outcome !== 'failed' && !past.has('stepBegun'))
      found.push(finding('ranOnce', place, `${fact.run} ended as ${fact.outcome}, and had not been begun.`));
    stages.set(fact.run, past.add(fact.type));
    const run = (fact.type === 'stepBegun' ? before : after)?.runs.find((r) => r.run === fact.run);
    if (fact.type !== 'stepBegun' || !run) continue;
    const on = run.target === undefined ? '' : ` on ${run.target}`;
    const attempt = `${run.step}${on} of revision ${run.revision}, window ${run.schedule}, ${run.occasion}, attempt ${run.attempt}`;
    const other = attempts.get(attempt);
    if (other !== undefined && other !== fact.run)
      found.push(finding('ranOnce', place, `${attempt}, was begun twice: as ${other} and as ${fact.run}.`));
    attempts.set(attempt, fact.run);
  }
  return found;
}

const WORDS = { stepRequested: 'was asked for', stepBegun: 'was begun', stepEnded: 'ended' } as const;

function placeOf(stream: string, run: string): string {
  return `${stream} run ${run}`;
}
