/** What the people affected are told (requirements NTF). */
export type NoticeName =
  | 'planned'
  | 'reminder'
  | 'start'
  | 'progress'
  | 'delay'
  | 'end'
  | 'endWithIssues'
  | 'correction'
  | 'postponement'
  | 'cancellation'
  | 'incident'
  | 'incidentUpdate'
  | 'incidentEnd';
