import type { KnownBlock } from '@slack/types';
import { TEXT_MAX } from '../../change/content.ts';
import { RISKS } from '../../change/model.ts';
import { isLower, type SuggestedRisk } from '../../change/suggest-risk.ts';
import { textInput } from '../../slack/inputs.ts';
import type { TypedValues } from '../../slack/values.ts';
import { RISK_WORDS } from '../../slack/words.ts';

/** Asks why the risk is lower than suggested; shown only where it is, or where something was written. */
export function riskReasonInput(values: TypedValues, suggested: SuggestedRisk | undefined): KnownBlock[] {
  const chosen = RISKS.find((risk) => risk === values.text('risk')) ?? 'low';
  const isLow = suggested !== undefined && values.text('kind') === 'normal' && isLower(chosen, suggested.risk);
  if (!isLow && values.text('riskReason') === '') return [];
  return [
    textInput('riskReason', 'Why the risk is lower', {
      multiline: true,
      typing: true,
      optional: !isLow,
      max: TEXT_MAX,
      initial: values.text('riskReason'),
      hint: isLow ? `Suggested is ${RISK_WORDS[suggested.risk]}. Who votes reads this.` : 'Who votes reads this.',
    }),
  ];
}
