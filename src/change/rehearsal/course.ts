/** How the work of a rehearsal goes: everything succeeds, it fails and is rolled back, or it fails and nobody answers in time. */
export const COURSES = ['success', 'rollback', 'silence'] as const;
export type Course = (typeof COURSES)[number];
