/** What the people affected are told (requirements NTF). */
export const NOTICE_NAMES = [
  'planned',
  'reminder',
  'start',
  'progress',
  'delay',
  'end',
  'endWithIssues',
  'reopened',
  'correction',
  'postponement',
  'cancellation',
  'incident',
  'incidentUpdate',
  'incidentEnd',
] as const;
export type NoticeName = (typeof NOTICE_NAMES)[number];

/** Those that tell of a window beforehand: they can wait a moment, and many of them go as one message. */
export const ROUTINE_NOTICES: readonly NoticeName[] = [
  'planned',
  'reminder',
  'correction',
  'postponement',
  'cancellation',
];

/** The words of a notice as somebody wrote them, in Liquid: a heading of one line, and a text with a sentence or two to a line. */
export interface NoticeTemplate {
  readonly heading: string;
  readonly text: string;
}
export type NoticeTemplates = { readonly [N in NoticeName]?: NoticeTemplate };
