import type { StepReport } from '../../change/step-report.ts';
import type { Outcome } from '../command/outcome.ts';

type Told = Omit<StepReport, 'run' | 'trouble'>;

/** What the record is told of a run that has ended: how, and what its tasks found. */
export function toldBy(ended: Outcome): Told {
  const { outcome, outputBytes, outputSha256, exitCode, reason, survivors } = ended;
  return {
    outcome,
    outputBytes,
    outputSha256,
    ...(exitCode === undefined ? {} : { exitCode }),
    ...(reason === undefined ? {} : { reason }),
    ...(survivors === undefined ? {} : { survivors }),
    ...planIn(ended),
    ...readingsIn(ended),
    ...proofIn(ended),
  };
}

function planIn({ facts }: Outcome): Pick<Told, 'plan'> {
  const planned = facts.findLast((fact) => fact.kind === 'plan');
  return planned?.review === undefined ? {} : { plan: planned.review };
}

function readingsIn({ facts }: Outcome): Pick<Told, 'readings'> {
  const before = facts.findLast((fact) => fact.kind === 'before');
  return before && Object.keys(before.readings).length > 0 ? { readings: before.readings } : {};
}

/** Of a backup that succeeded: how old its artefact is by now is told by the clock of this host, which dated it. */
function proofIn({ outcome, facts }: Outcome): Pick<Told, 'proof' | 'restoreMs'> {
  if (outcome !== 'succeeded') return {};
  const { file, bytes, sha256, modifiedAt } = facts.findLast((fact) => fact.kind === 'proof') ?? {};
  const restored = facts.findLast((fact) => fact.kind === 'restore');
  const isWhole = file !== undefined && bytes !== undefined && sha256 !== undefined && modifiedAt !== undefined;
  return {
    ...(isWhole ? { proof: { file, bytes, sha256, ageMs: Math.max(0, Date.now() - modifiedAt) } } : {}),
    ...(restored ? { restoreMs: restored.tookMs } : {}),
  };
}
