import type { WebClient } from '@slack/web-api';
import { shownId } from '../change/change-id.ts';
import type { Change, StepRun } from '../change/model.ts';
import { effect } from '../effect.ts';
import type { Record } from '../journal/record.ts';
import { lastOutput, readRun, wholeOutput } from '../journal/run-rows.ts';

/** The most of a log that is sent. */
const LOG_MAX_BYTES = 20_000_000;
/** Chunks hold at most 32 KiB; twice as many as the tail can need. */
const TAIL_CHUNKS = 1300;
const UPLOAD_MS = 60_000;

/** A name that no other log of the change has: `CHG-042-apply.log`, `CHG-042-plan-filing.log`, `CHG-042-apply-2.log`. */
export function logName(change: Change, { step, occasion, attempt, revision, schedule }: StepRun): string {
  const usual =
    occasion === 'window' ||
    (occasion === 'start' && step !== 'plan') ||
    (occasion === 'rollback' && step === 'rollback');
  const parts = [
    shownId(change.id),
    step,
    ...(usual ? [] : [occasion]),
    ...(revision > 1 ? [`r${revision}`] : []),
    ...(schedule > 1 ? [`w${schedule}`] : []),
    ...(attempt > 1 ? [String(attempt)] : []),
  ];
  return `${parts.join('-')}.log`;
}

/** What the work is judged by, and whatever did not succeed; the rest is told by its live report alone. */
export function isLogKept({ step, outcome }: Pick<StepRun, 'step' | 'outcome'>): boolean {
  return step === 'plan' || step === 'apply' || step === 'rollback' || outcome !== 'succeeded';
}

/** The text of a log as it is sent: all of it, or its end with a sentence that says so. */
export async function logText(record: Record, run: string): Promise<string> {
  const row = await readRun(record, run);
  const bytes = row?.outputBytes ?? 0;
  if (bytes <= LOG_MAX_BYTES) return wholeOutput(record, run);
  const tail = Buffer.from(await lastOutput(record, run, TAIL_CHUNKS)).subarray(-LOG_MAX_BYTES);
  const left = Math.round((bytes - tail.length) / 1_000_000);
  return `The first ${left} MB of this log are left out; the worker keeps the whole of it.\n${tail.toString().replace(/^\uFFFD+/, '')}`;
}

export interface Upload {
  readonly name: string;
  readonly text: string;
  readonly channel: string;
  readonly threadTs: string;
}

/**
 * Puts a text into a thread as a file (docs.slack.dev, working with files); the file's id. Only its last call shows anything,
 * so only an answer lost there leaves it in doubt.
 */
export async function upload(client: WebClient, { name, text, channel, threadTs }: Upload): Promise<string> {
  const bytes = Buffer.from(text);
  const { upload_url: url, file_id: id } = await effect('slack.upload', () =>
    client.files.getUploadURLExternal({ filename: name, length: bytes.length }),
  );
  if (url === undefined || id === undefined) throw new Error('asking for an upload: Slack gave no address');
  await effect('slack.upload', () => send(url, bytes));
  await effect('slack.upload', () =>
    client.files.completeUploadExternal({ files: [{ id, title: name }], channel_id: channel, thread_ts: threadTs }),
  );
  return id;
}

async function send(url: string, body: Buffer): Promise<void> {
  const answer = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/octet-stream' },
    body: new Uint8Array(body),
    redirect: 'error',
    signal: AbortSignal.timeout(UPLOAD_MS),
  });
  await answer.body?.cancel();
  if (!answer.ok) throw new Error(`uploading a log: Slack answered ${answer.status}`);
}
