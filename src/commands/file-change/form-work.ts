import type { InputBlock, KnownBlock } from '@slack/types';
import { named } from '../../change/named.ts';
import type { Param, Policy } from '../../change/policy.ts';
import { selectInput, textInput } from '../../slack/inputs.ts';
import type { TypedValues } from '../../slack/values.ts';
import { BY_HAND } from './form-values.ts';

interface WorkScene {
  readonly policy: Policy;
  /** The runbook of a change being edited: offered whatever its services are. */
  readonly runbook?: string;
}

/** Runbooks of the chosen services, all of them before any is chosen; and doing it by hand. */
function offeredRunbooks(services: readonly string[], { policy, runbook: kept }: WorkScene): readonly string[] {
  const known = services.flatMap((s) => named(policy.services, s) ?? []);
  return Object.keys(policy.runbooks).filter(
    (name) => known.length === 0 || name === kept || known.some((s) => s.runbooks.includes(name)),
  );
}

/** Which runbook carries it out, and what that asks. */
export function work(values: TypedValues, scene: WorkScene): KnownBlock[] {
  const { policy } = scene;
  const offered = offeredRunbooks(values.list('services'), scene);
  const chosen = offered.find((name) => name === values.text('runbook')) ?? BY_HAND;
  const runbooks = offered.map((value) => ({ value, text: value }));
  const params = named(policy.runbooks, chosen)?.params ?? {};
  return [
    selectInput('runbook', 'Runbook', [{ value: BY_HAND, text: 'None: done by hand' }, ...runbooks], {
      initial: chosen,
      dispatch: true,
    }),
    ...Object.entries(params).map(([name, param]) => paramInput(name, param, values.text(`param:${name}`))),
  ];
}

export function paramInput(name: string, param: Param, initial: string | undefined): InputBlock {
  const field = `param:${name}`;
  const optional = !param.required;
  if (param.type === 'choice') {
    return selectInput(
      field,
      name,
      param.options.map((o) => ({ value: o, text: o })),
      { optional, initial, dispatch: true },
    );
  }
  const hint = param.type === 'text' && param.pattern !== undefined ? { hint: `Must match ${param.pattern}` } : {};
  return textInput(field, name, { optional, initial, typing: true, ...hint });
}
