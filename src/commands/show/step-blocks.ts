import type { KnownBlock } from '@slack/types';
import { sayDuration } from '../../change/duration.ts';
import { latestRun, type Change } from '../../change/model.ts';
import type { Policy } from '../../change/policy.ts';
import { backupWords } from '../../slack/backup-words.ts';
import { linesOf, section } from '../../slack/blocks.ts';
import { onTarget, rollOutLines } from '../../slack/target-words.ts';
import { OCCASION_WORDS, OUTCOME_WORDS, STEP_WORDS } from '../../slack/words.ts';

/** How far the targets of a roll-out are, the newest steps without the looks that found nothing after the end, and what is known of the backup for the window. */
export function stepBlocks(change: Change, policy: Policy, now: number): readonly KnownBlock[] {
  const runs = change.runs.filter(({ occasion, outcome }) => occasion !== 'long' || outcome === 'failed');
  if (runs.length === 0) return [];
  const lines = runs.slice(-10).map((r) => {
    const took = r.beganAt !== undefined && r.endedAt !== undefined ? ` in ${sayDuration(r.endedAt - r.beganAt)}` : '';
    return `${STEP_WORDS[r.step]}${onTarget(r)}${OCCASION_WORDS[r.occasion]}: ${r.outcome ? `${OUTCOME_WORDS[r.outcome]}${took}` : r.state === 'running' ? 'running' : 'waiting for a worker'}`;
  });
  const targets = rollOutLines(change, policy);
  const backup = latestRun(change, 'backup', 'window') ? [section(`*Backup* ${backupWords(change, policy, now)}`)] : [];
  return [
    ...(targets.length > 0 ? [section(`*Targets*\n${linesOf(targets)}`)] : []),
    section(`*Steps*\n${lines.join('\n')}`),
    ...backup,
  ];
}
