import { canonicalJson } from '../../canonical-json.ts';
import { sayDuration } from '../../change/duration.ts';
import { isMailbox } from '../../change/mailbox.ts';
import type { Medium } from '../delivery-rows.ts';
import { BULLETINS, finding, type Finding } from './finding.ts';
import type { KeptDelivery, KeptTime, readBulletins, StreamRows } from './stream-rows.ts';

type LateRows = KeptTime & Pick<StreamRows, 'stream' | 'facts' | 'runs' | 'deliveries'>;

/** What a target looks like; anything else, above all an address of a webhook, has no place in the record. */
const TARGETS: { readonly [M in Medium]: (channel: string) => boolean } = {
  slack: () => true,
  mail: isMailbox,
  teams: (channel) => /^[A-Z][A-Z0-9_]*$/.test(channel),
};

/**
 * Each delivery stands for a fact that is there, what was sent has its message, a screen that fell behind is open, and outside Slack
 * go notices alone, to targets of their medium. A bulletin, and nothing else, stands for no fact.
 */
export function deliveryFindings({
  stream,
  deliveries,
  facts,
}: Pick<StreamRows, 'stream' | 'deliveries' | 'facts'>): Finding[] {
  const seqs = new Set([...facts.map(({ seq }) => seq), ...(stream === BULLETINS ? [0] : [])]);
  return deliveries.flatMap((row) => {
    const { key, state, ts, seq, wantedSeq, sentSeq } = row;
    const { medium, kind, channel } = row;
    const isMisdirected = !TARGETS[medium](channel) || (medium !== 'slack' && kind !== 'notice');
    const behind = isScreen(row) && state === 'sent' && wantedSeq > sentSeq;
    return [
      ...(seqs.has(seq) ? [] : [finding('deliveries', stream, `${key} stands for a fact that is not there.`)]),
      ...(state === 'sent' && ts === null
        ? [finding('deliveries', stream, `${key} counts as sent, and no message is known for it.`)]
        : []),
      ...(isMisdirected
        ? [finding('deliveries', stream, `${key} is a ${kind} that ${medium} cannot take there.`)]
        : []),
      ...(behind
        ? [finding('deliveries', stream, `${key} shows fact ${sentSeq} although ${wantedSeq} is wanted.`)]
        : []),
    ];
  });
}

/** No two rows say the same of one fact in one place, no change has two headlines in a channel, no two rows claim one message. */
export function saidOnceFindings({ stream, deliveries }: Pick<StreamRows, 'stream' | 'deliveries'>): Finding[] {
  const posted = deliveries.filter(({ ts }) => ts !== null);
  return [
    ...twice(deliveries, (d) => canonicalJson([d.kind, d.medium, d.channel, d.seq, d.view, d.data])).map(([a, b]) =>
      finding('saidOnce', stream, `${a.key} and ${b.key} say the same of fact ${a.seq} in ${a.channel}.`),
    ),
    ...twice(
      deliveries.filter(({ kind }) => kind === 'headline'),
      (d) => d.channel,
    ).map(([a, b]) => finding('saidOnce', stream, `${a.key} and ${b.key} are two headlines in ${a.channel}.`)),
    ...twice(posted, (d) => canonicalJson([d.medium, d.channel, d.ts])).map(([a, b]) =>
      finding('saidOnce', stream, `${a.key} and ${b.key} claim one message, ${a.ts} in ${a.channel}.`),
    ),
  ];
}

/** The same of what is said of no one change. */
export function bulletinFindings(kept: Awaited<ReturnType<typeof readBulletins>>, graceMs: number): Finding[] {
  const rows = { ...kept, stream: BULLETINS, facts: [], runs: [] };
  return [...deliveryFindings(rows), ...saidOnceFindings(rows), ...overdueDeliveries(rows, graceMs)];
}

/** Every delivery that is due has ended, or is due for less than the grace. */
export function overdueDeliveries(rows: LateRows, graceMs: number): Finding[] {
  if (rows.isOnHold) return [];
  return rows.deliveries.flatMap((row) => {
    const lateMs = rows.now - dueSince(row, rows);
    if ((row.state !== 'pending' && row.state !== 'sending') || lateMs <= graceMs) return [];
    const why = row.lastError === null ? '' : ` Last time: ${row.lastError}`;
    return [finding('overdue', rows.stream, `${row.key} has been due for ${sayDuration(lateMs)}.${why}`)];
  });
}

/** A screen already posted is due again since the fact it is to show, since its last update, or since its run last said something. */
function dueSince(row: KeptDelivery, { facts, runs, shiftMs }: LateRows): number {
  if (!isScreen(row) || row.ts === null) return row.dueAt;
  const wanted = facts.findLast(({ seq }) => seq <= row.wantedSeq)?.at ?? 0;
  const reported = runs.find(({ run }) => row.key.endsWith(`/${run}`))?.reportedAt ?? 0;
  return Math.max(row.dueAt, wanted, reported + shiftMs, (row.sentAt ?? 0) + shiftMs);
}

function isScreen({ kind }: KeptDelivery): boolean {
  return kind === 'headline' || kind === 'live';
}

/** Each row with the first other that has the same name. */
function twice<T>(rows: readonly T[], nameOf: (row: T) => string): readonly (readonly [T, T])[] {
  const first = new Map<string, T>();
  return rows.flatMap((row) => {
    const other = first.get(nameOf(row));
    if (other === undefined) first.set(nameOf(row), row);
    return other === undefined ? [] : [[other, row] as const];
  });
}
