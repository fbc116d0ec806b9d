import {
  criticalServices,
  outsideLowUsage,
  wayBackOf,
  ROLLBACK_MAX_MS,
  slowRollback,
  withoutAudience,
  type SlowRollback,
} from '../change/critical.ts';
import { runbookOf } from '../change/circumstances.ts';
import { sayDuration } from '../change/duration.ts';
import type { Change } from '../change/model.ts';
import type { Policy } from '../change/policy.ts';
import { listOf, quoted } from './blocks.ts';
import { serviceWords } from './incident-words.ts';

/** Why nothing shows that a critical service would be back in time, without the end of the sentence. */
export function slowWords({ why, tookMs = 0 }: SlowRollback): string {
  const most = sayDuration(ROLLBACK_MAX_MS);
  switch (why) {
    case 'byHand':
      return `A critical service is touched by hand, so that nothing shows that going back takes ${most} or less`;
    case 'none':
      return `A critical service has to be back within ${most}, and the runbook has no rollback`;
    case 'undeclared':
      return `A critical service has to be back within ${most}, and the runbook does not say how long its rollback takes (estimate)`;
    case 'tooLong':
      return `A critical service has to be back within ${most}, and the runbook's rollback is said to take ${sayDuration(tookMs)}`;
    case 'untested':
      return `A critical service has to be back within ${most}, and no rollback by this runbook has been seen to succeed`;
    case 'tookLonger':
      return `A critical service has to be back within ${most}, and the runbook's newest rollback took ${sayDuration(Math.max(1000, tookMs))}`;
  }
}

/** The rules that a change of a critical service stands under, those it does not keep in bold; undefined where none is critical. */
export function criticalLine({ content }: Pick<Change, 'content'>, policy: Policy): string | undefined {
  const services = criticalServices(content, policy);
  if (services.length === 0) return undefined;
  const untold = withoutAudience(content, policy);
  const told = untold.length > 0 ? `*nobody is told for ${serviceWords(untold, policy)}*` : 'its users are told';
  const watched = `watched for ${sayDuration(policy.watch.criticalMs)}`;
  const ahead =
    content.kind === 'emergency' ? [] : [rollbackRule({ content }, policy), ...lowUsageRule(content, policy)];
  const backup = content.kind === 'emergency' ? [] : ['a proven backup and a tested restore'];
  return `*Critical* ${serviceWords(
    services.map(({ id }) => id),
    policy,
  )}: ${[...ahead, ...backup, told, watched].join('; ')}.`;
}

function rollbackRule(change: Pick<Change, 'content'>, policy: Policy): string {
  const rule = `back within ${sayDuration(ROLLBACK_MAX_MS)}`;
  const slow = slowRollback(change.content, policy);
  if (slow) return `*${rule}: ${SHORTLY[slow.why]}*`;
  const runbook = runbookOf(change, policy);
  const { testedMs = 0 } = runbook ? wayBackOf(runbook) : {};
  return `${rule}, seen to take ${sayDuration(Math.max(1000, testedMs))}`;
}

const SHORTLY: Readonly<Record<SlowRollback['why'], string>> = {
  byHand: 'by hand, nothing shows it',
  none: 'there is no rollback',
  undeclared: 'not declared',
  tooLong: 'declared to take longer',
  untested: 'never tested',
  tookLonger: 'it took longer',
};

function lowUsageRule(content: Change['content'], policy: Policy): readonly string[] {
  const busy = outsideLowUsage(content, policy);
  const quiet = criticalServices(content, policy).flatMap(({ id, lowUsage }) =>
    lowUsage === undefined ? [] : [{ service: id, lowUsage }],
  );
  const hours = (those: typeof busy): string =>
    listOf(
      those.map(({ lowUsage }) => quoted(lowUsage, 20)),
      3,
    );
  if (busy.length > 0) return [`*outside its low usage (${hours(busy)})*`];
  return quiet.length > 0 ? [`within its low usage (${hours(quiet)})`] : [];
}
