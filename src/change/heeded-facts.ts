import type { ChangeId } from './change-id.ts';

/** What happened in another stream and concerns this change: it was told of it. */
export type HeededFact =
  /** A freeze that touches this change was declared, or lifted; the declaration itself stands in the calendar's stream. */
  | {
      readonly type: 'freezeHeeded';
      readonly declared: number;
      readonly became: 'declared' | 'lifted';
      readonly name: string;
      readonly hard: boolean;
      readonly from: number;
      readonly to: number;
      readonly person: string;
      readonly reason: string;
    }
  /** An incident on a service of this change stops it, or stops it no more; the incident itself stands in the stream of its own change. */
  | {
      readonly type: 'incidentHeeded';
      readonly incident: ChangeId;
      readonly became: 'open' | 'over';
      readonly services: readonly string[];
      readonly since: number;
      readonly holder: string;
    }
  /** An emergency was begun to end the incident of this change. */
  | {
      readonly type: 'emergencyHeeded';
      readonly emergency: ChangeId;
      readonly title: string;
      readonly requester: string;
    };
