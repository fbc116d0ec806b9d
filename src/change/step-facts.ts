import type { ChangeId } from './change-id.ts';
import type { Occasion, RollbackScopeName, Step } from './model.ts';
import type { RollbackHandle } from './rollback-handle.ts';
import type { OpenPlaybook } from './ticks.ts';
import type { Limit } from './stop.ts';
import type { StepReport } from './step-report.ts';

/** What did happen to a run of a step, for ever; among the facts of its change. */
export type StepFact =
  | {
      readonly type: 'stepRequested';
      readonly run: string;
      readonly step: Step;
      readonly occasion: Occasion;
      readonly attempt: number;
      /** Of a roll-out; absent where there is but one target, which has no name. */
      readonly target?: string;
      readonly scope?: RollbackScopeName;
      /** SHA-256 of the runbook this run is bound to; a worker whose own differs refuses. */
      readonly digest: string;
      readonly label: string;
      /** Of an apply: what there is to go back to. */
      readonly handle?: RollbackHandle;
    }
  /** Another change holds the lock of its runbook: it begins by itself once that is free. */
  | { readonly type: 'lockAwaited'; readonly run: string; readonly lock: string; readonly holder: ChangeId }
  | { readonly type: 'stepBegun'; readonly run: string; readonly host: string }
  /** It outlives the SIGINT that a ceiling of its runbook had sent; nothing kills it but a person. */
  | { readonly type: 'stepOverdue'; readonly run: string; readonly limit: Limit }
  | ({ readonly type: 'stepEnded' } & StepReport)
  | { readonly type: 'playbookOpened'; readonly run: string; readonly playbook: Omit<OpenPlaybook, 'ticks'> }
  /** `step` is the number of a step of the playbook, from 1. */
  | { readonly type: 'playbookTicked'; readonly run: string; readonly step: number }
  /** Somebody wants a step ended: its leaf gets one SIGINT, once. */
  | { readonly type: 'stopAsked'; readonly run: string; readonly reason: string }
  /** A second person has what outlived that killed. */
  | { readonly type: 'killAsked'; readonly run: string; readonly reason: string }
  | {
      readonly type: 'stepSettled';
      readonly run: string;
      readonly verdict: 'succeeded' | 'failed';
      readonly reason: string;
    };
