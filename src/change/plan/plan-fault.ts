import type { PlanDocument } from './document.ts';
import { isObject } from './same-value.ts';
import { isAmong } from './plan-watch.ts';

/** The major version of the plan's format that is understood. */
const MAJOR = '1';

/** Why nobody may judge a plan, or apply it, in one sentence; undefined where nothing speaks against it. */
export function planFault(plan: PlanDocument, mocks: readonly string[]): string | undefined {
  const { formatVersion, errored, complete, deferred, inputs } = plan;
  if (formatVersion.split('.')[0] !== MAJOR) {
    return `Its format is version ${formatVersion}, and only ${MAJOR}.x is understood: use a release of this bot that knows it.`;
  }
  if (errored) return 'The plan stopped with an error and is only half a plan: see its output, and plan again.';
  if (complete === false || deferred > 0) {
    return 'The plan is not complete: changes were put off to a later one, or it was made for some targets only.';
  }
  const mock = inputs.find(([, value]) => holdsMock(value, mocks));
  return (
    mock && `The input ${mock[0]} holds a mock value: apply the unit it comes from first, then plan this one again.`
  );
}

function holdsMock(value: unknown, mocks: readonly string[]): boolean {
  if (typeof value === 'string') return isAmong(mocks, value);
  return (Array.isArray(value) || isObject(value)) && Object.values(value).some((member) => holdsMock(member, mocks));
}
