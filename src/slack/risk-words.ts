import { sayDuration } from '../change/duration.ts';
import type { ChangeContent } from '../change/model.ts';
import type { Policy } from '../change/policy.ts';
import { isLower, type RiskPoint, type SuggestedRisk } from '../change/suggest-risk.ts';
import { listOf, quoted, sentence } from './blocks.ts';
import { serviceWords } from './incident-words.ts';
import { RISK_WORDS } from './words.ts';

const POINTS_SHOWN = 6;

/** The risk that is suggested for a form, in one line; with why, and what is asked, where a lower one is chosen. */
export function suggestedLine({ risk, points }: SuggestedRisk, chosen: ChangeContent['risk'], policy: Policy): string {
  const suggested = `*Risk:* suggested ${RISK_WORDS[risk]}`;
  if (!isLower(chosen, risk)) return points.length === 0 ? `${suggested}.` : `${suggested}: ${said(points, policy)}.`;
  return `${suggested}, because ${said(points, policy)}. You chose ${RISK_WORDS[chosen]}.`;
}

/** For who votes: the chosen risk beside a higher one that is suggested, and why it was chosen; undefined where there is nothing to weigh. */
export function riskLine(
  { risk: chosen, riskReason }: Pick<ChangeContent, 'risk' | 'riskReason'>,
  { risk, points }: SuggestedRisk,
  policy: Policy,
): string | undefined {
  const reason = riskReason === undefined ? [] : [`The requester says: ${sentence(riskReason, 300)}`];
  const suggested = isLower(chosen, risk)
    ? [`${RISK_WORDS[chosen]}, suggested ${RISK_WORDS[risk]} because ${said(points, policy)}.`]
    : reason.length > 0
      ? [`${RISK_WORDS[chosen]}.`]
      : [];
  const all = [...suggested, ...reason];
  return all.length === 0 ? undefined : `*Risk* ${all.join(' ')}`;
}

function said(points: readonly RiskPoint[], policy: Policy): string {
  return listOf(
    points.map((point) => pointWords(point, policy)),
    POINTS_SHOWN,
    '; ',
  );
}

function pointWords(point: RiskPoint, policy: Policy): string {
  switch (point.why) {
    case 'critical':
      return `${serviceWords(point.services, policy)} is critical`;
    case 'services':
      return `it changes ${point.count} services`;
    case 'emergency':
      return 'it is an emergency';
    case 'downtime':
      return `the service is away for ${sayDuration(point.ms)}`;
    case 'newFormat':
      return 'its data gets a format that what ran before cannot read';
    case 'writesLost':
      return 'what is written meanwhile is lost';
    case 'noWayBack':
      return 'its runbook has no rollback';
    case 'noReturn':
      return 'it has a point of no return';
    case 'dataGoes': {
      const more = point.others > 0 ? ` and ${point.others} more like it` : '';
      return `its plan destroys or replaces ${quoted(point.address, 120)}${more}, which holds data or carries others`;
    }
    case 'resourcesGo':
      return `its plan destroys or replaces ${point.count} ${point.count === 1 ? 'resource' : 'resources'}`;
    case 'pattern':
      return `the pattern “${quoted(point.title, 75)}” has it at ${RISK_WORDS[point.risk]}`;
    case 'past':
      return point.well === point.of
        ? `the last ${point.of} changes by this runbook went well`
        : `${point.of - point.well} of the last ${point.of} changes by this runbook did not go well`;
  }
}
