/** Which promise about the record does not hold. */
export type Rule =
  /** Every stream's chain verifies, without a gap. */
  | 'chain'
  /** The facts can be read and folded by this program. */
  | 'readable'
  /** The lists show what the facts say. */
  | 'listing'
  /** The runs are as the facts tell. */
  | 'runs'
  /** What must follow from a fact is written down. */
  | 'followUps'
  /** What was due has been done. */
  | 'overdue'
  /** What is to be said stands for a fact, and its state makes sense. */
  | 'deliveries'
  /** Nothing is said twice. */
  | 'saidOnce'
  /** A run is asked for, begun and ended once each, in this order, and each attempt of a step is one run. */
  | 'ranOnce'
  /** Every fact has its intent, every intent its facts. */
  | 'inbox'
  /** Nothing was applied before its gates were passed. */
  | 'gates'
  /** A lock is held by a run that runs. */
  | 'locks'
  /** Slack shows what the record says was sent, once. */
  | 'slack';

export interface Finding {
  readonly rule: Rule;
  /** `CHG-7`, `CHG-7 fact 3`, `CHG-7 run CHG-7-r1-…`, or `bulletins`. */
  readonly place: string;
  /** What is wrong there, in one sentence. */
  readonly sentence: string;
}

/** The place of what is said of no one change. */
export const BULLETINS = 'bulletins';

export function finding(rule: Rule, place: string, sentence: string): Finding {
  return { rule, place, sentence };
}
