import type { ModalView } from '@slack/types';
import type { Change } from '../../change/model.ts';
import type { PlainValues } from '../../slack/values.ts';
import type { CommandDeps } from '../deps.ts';
import { inForceOrFile } from '../in-force.ts';
import { hasDetails } from './form-details.ts';
import { changeForm, type FormSubject } from './form.ts';
import { knownOf } from './known.ts';
import { patternLine } from './pattern-line.ts';
import { suggestedRisk } from './suggested-risk.ts';

/** Whose form it is and what it is drawn over; details are shown where there are any, unless said otherwise. */
export interface FormFor {
  readonly user: string;
  readonly former?: Change | undefined;
  readonly details?: boolean;
}

/** The form with these values in it and what is known of them. */
export async function drawForm(
  deps: CommandDeps,
  subject: FormSubject,
  values: PlainValues,
  { user, former, details = hasDetails(values) }: FormFor,
): Promise<ModalView> {
  const [known, policy, suggested] = await Promise.all([
    knownOf(deps, subject, values, { user, former }),
    inForceOrFile(deps),
    suggestedRisk(deps, subject, values, former),
  ]);
  const kept = former?.content.runbook;
  return changeForm(subject, values, {
    policy,
    patterns: deps.patterns(),
    details,
    known: [
      ...known,
      ...(suggested?.line ?? []),
      ...patternLine(subject, values, { patterns: deps.patterns(), former }),
    ],
    suggested: suggested?.risk,
    ...(kept === undefined ? {} : { runbook: kept }),
  });
}
