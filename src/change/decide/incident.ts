import { agree, type Circumstances, type Decision } from '../circumstances.ts';
import { holds, type Intent } from '../intents.ts';
import { openIncident } from '../incident.ts';
import { implementerOf, type Change } from '../model.ts';
import { refuse, type Refused } from '../refusals.ts';
import { onlyDeciders } from './recovery.ts';

type Of<T extends Intent['type']> = Extract<Intent, { type: T }>;

/** Beyond the change's own means: the incident is told, the change ends as failed (002-INC-01, 002-INC-04). */
export function declareIncident(change: Change, intent: Of<'declareIncident'>, circumstances: Circumstances): Decision {
  const barred = onlyDeciders(change, circumstances);
  if (barred) return barred;
  if (intent.reason.trim() === '') return refuse({ code: 'reasonNeeded' });
  return agree(
    { type: 'incidentDeclared', reason: intent.reason.trim() },
    { type: 'changeEnded', ending: 'failed' },
    { type: 'noticeOrdered', notice: 'incident' },
  );
}

/** What is known now, for the incident channel and the people affected. */
export function updateIncident(change: Change, intent: Of<'updateIncident'>, circumstances: Circumstances): Decision {
  const barred = onlyResponders(change, circumstances) ?? over(change);
  if (barred) return barred;
  const text = intent.text.trim();
  if (text === '') return refuse({ code: 'wordsNeeded' });
  return agree({ type: 'incidentUpdated', text }, { type: 'noticeOrdered', notice: 'incidentUpdate' });
}

/** The service is well again: the people affected hear it, and the change can be closed once the rest is paid. */
export function resolveIncident(change: Change, intent: Of<'resolveIncident'>, circumstances: Circumstances): Decision {
  const barred = onlyResponders(change, circumstances) ?? over(change);
  if (barred) return barred;
  const text = intent.text.trim();
  if (text === '') return refuse({ code: 'wordsNeeded' });
  return agree({ type: 'incidentResolved', text }, { type: 'noticeOrdered', notice: 'incidentEnd' });
}

/** Others than the change's own people may have taken it over: whoever carries out changes, or leads. */
function onlyResponders(change: Change, { actor }: Circumstances): Refused | undefined {
  if (actor.kind !== 'person' || actor.outsider) return refuse({ code: 'outsider' });
  const own = [implementerOf(change), change.content.rollbackDecider].includes(actor.user);
  return own || holds(actor, 'implementer') || holds(actor, 'infrastructure-lead')
    ? undefined
    : refuse({ code: 'notAResponder' });
}

function over(change: Change): Refused | undefined {
  return openIncident(change) ? undefined : refuse({ code: 'incidentOver' });
}
