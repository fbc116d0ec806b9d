import { writtenAt } from '../change/backup-proof.ts';
import { runbookOf } from '../change/circumstances.ts';
import { sayDuration } from '../change/duration.ts';
import { latestRun, verdictOf, type Change, type StepRun } from '../change/model.ts';
import type { GateName } from '../change/override.ts';
import type { Policy } from '../change/policy.ts';
import { mention, quoted, when } from './blocks.ts';
import { codeOf } from './plan-words.ts';

const UNITS = ['bytes', 'kB', 'MB', 'GB', 'TB'] as const;
/** Enough of a digest to compare by eye. */
const DIGEST_SHOWN = 12;
const FILE_MAX = 80;

/** How large something is as people read it: `812 bytes`, `1.2 GB`. */
export function sizeWords(bytes: number): string {
  const unit = Math.min(UNITS.length - 1, Math.floor(Math.log10(Math.max(1, bytes)) / 3));
  const shown = bytes / 1000 ** unit;
  return `${unit > 0 && shown < 10 ? shown.toFixed(1) : Math.round(shown)} ${UNITS[unit]}`;
}

/** What a backup has shown for itself, in a few words: where it lies, how large, its digest, how old, whether it was brought back, and until when it is kept. */
export function proofWords(run: StepRun, { retention }: Pick<Policy, 'retention'>, now: number): string {
  const { proof, host } = run;
  const written = writtenAt(run);
  const found = proof
    ? [
        `${codeOf(proof.file, FILE_MAX)}${host === undefined ? '' : ` on ${mention(host)}`}`,
        sizeWords(proof.bytes),
        `sha256 ${quoted(proof.sha256.slice(0, DIGEST_SHOWN), DIGEST_SHOWN)}`,
        `${sayDuration(Math.max(0, now - written))} old`,
      ]
    : ['no file shows that it is there'];
  return [...found, restoreWords(run), `kept until ${when(written + retention.backupsMs, '{date_short_pretty}')}`].join(
    ', ',
  );
}

/** `restored on trial in 12 min`, or that nobody tried. */
export function restoreWords({ restoreMs }: Pick<StepRun, 'restoreMs'>): string {
  return restoreMs === undefined
    ? 'restore not tested'
    : `restored on trial in ${sayDuration(Math.max(1000, restoreMs))}`;
}

/** How the backup of a change stands for this window, with whoever answers for what it lacks. */
export function backupWords(change: Change, policy: Policy, now: number): string {
  const backup = latestRun(change, 'backup', 'window');
  const made = verdictOf(backup) === 'succeeded' ? backup : undefined;
  const state = made
    ? `${made.proof ? 'proven' : 'made'} ${sayDuration(Math.max(0, now - (made.endedAt ?? now)))} ago: ${proofWords(made, policy, now)}`
    : backup
      ? 'not proven'
      : comingWords(change, policy);
  return [state, ...answered(change, 'backup'), ...answered(change, 'restoreTest')].join('; ');
}

/** What there will be, before it is made. */
function comingWords(change: Change, policy: Policy): string {
  if (change.content.runbook === undefined) return 'none: it is done by hand';
  const runbook = runbookOf(change, policy);
  if (!runbook?.backup) return 'the runbook makes none';
  const { estimateMs, proof, restoreTest } = runbook.backup;
  const shown = proof ? 'its file is checked and digested' : 'no file is named that would prove it';
  const tried = restoreTest ? 'its restore is tested' : '*its restore is not tested*';
  return `not made yet: it comes before the window and takes about ${sayDuration(estimateMs)}; ${shown}, ${tried}`;
}

function answered(change: Change, gate: GateName): readonly string[] {
  const { overrides, revision, schedule } = change;
  const given = overrides.findLast((o) => o.gate === gate && o.revision === revision && o.schedule === schedule);
  const what = gate === 'backup' ? 'a proven backup' : 'a restore test';
  return given ? [`${mention(given.by)} answers for going on without ${what}: ${quoted(given.reason, 120)}`] : [];
}
