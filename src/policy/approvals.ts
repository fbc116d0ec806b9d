import { z } from 'zod';
import { Lead, LongerThanNothing, Span, TimeOfDay, TimeRange } from './durations.ts';
import { Name, section } from './shapes.ts';

const NEED = { error: 'a number from 1, all or any' };
const Need = z.union([z.int().min(1, NEED), z.enum(['all', 'any'])], NEED);

/** Whose yes is asked, and how many of them. */
const Requirement = section({ role: Name, need: Need.prefault(1) });

/** An approval that comes after the work: `within` counts from its start. */
const LaterRequirement = section({ role: Name, need: Need.prefault(1), within: Lead.exactOptional() });

/** Who may set a gate aside, a second person after the one who asks. */
export const Overrides = section({ role: Name.prefault('infrastructure-lead'), need: Need.prefault(1) });

/** Who may let a change into a hard freeze. */
export const Exceptions = section({ role: Name.prefault('management'), need: Need.prefault(1) });

/** Who says GO or NO-GO, and how long before the window at the latest. */
export const GoNogo = section({
  role: Name.prefault('validator'),
  need: Need.prefault(1),
  deadline: Lead.prefault('5d'),
});

/** Which roles stand behind each class of change. One entry per role, because one person counts once per ballot, for one role. */
export const Approvals = section({
  standard: asks(Requirement).prefault([]),
  normal: asks(Requirement).prefault([{ role: 'infrastructure-lead', need: 1 }]),
  high: asks(Requirement).prefault([
    { role: 'infrastructure-lead', need: 1 },
    { role: 'management', need: 1 },
  ]),
  emergency: asks(LaterRequirement).prefault([{ role: 'infrastructure-lead', need: 1, within: '3d' }]),
});

const ReviewKind = z.enum(['technical', 'business', 'security']);
const ReviewKinds = z
  .array(ReviewKind)
  .refine((kinds) => new Set(kinds).size === kinds.length, { error: 'each review once' });

export const Reviews = section({
  normal: ReviewKinds.prefault(['technical']),
  high: ReviewKinds.prefault(['technical', 'business', 'security']),
});

export const Reviewers = section({
  technical: Name.prefault('infrastructure-lead'),
  business: Name.prefault('management'),
  security: Name.prefault('security'),
});

export const Voting = section({
  requester: z.boolean().prefault(false),
  editor: z.boolean().prefault(false),
  implementer: z.boolean().prefault(false),
  remindEvery: LongerThanNothing.prefault('8h'),
  quietHours: TimeRange.prefault('19:00-08:00'),
}).transform(({ remindEvery, ...rest }) => ({ ...rest, remindEveryMs: remindEvery }));

export const Leads = section({
  prepare: Lead.prefault('21d'),
  preCheck: Lead.prefault('14d'),
  goNogo: Lead.prefault('7d'),
  announce: Lead.prefault('7d'),
  remind: Lead.prefault('1d'),
  decide: Lead.prefault('30m'),
  backupMargin: Span.prefault('15m'),
  at: TimeOfDay.prefault('09:00'),
  shift: z.enum(['none', 'before']).prefault('none'),
}).transform(({ backupMargin, ...rest }) => ({ ...rest, backupMarginMs: backupMargin }));

function asks<Ask extends z.ZodType<{ role: string }>>(ask: Ask) {
  return z
    .array(ask)
    .refine((asked) => new Set(asked.map(({ role }) => role)).size === asked.length, { error: 'each role once' });
}
