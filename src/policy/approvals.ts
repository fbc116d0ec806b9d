import { z } from 'zod';
import { Lead, LongerThanNothing, Span, TimeOfDay, TimeRange } from './durations.ts';
import { Name, section } from './shapes.ts';

const NEED = { error: 'a number from 1, all or any' };
const Need = z.union([z.int().min(1, NEED), z.enum(['all', 'any'])], NEED);

const requirementShape = {
  role: Name.describe('The role that is asked.'),
  need: Need.prefault(1).describe('How many of it must say yes: a number, everybody (`all`) or one (`any`).'),
};
const Requirement = section(requirementShape);

/** An approval that comes after the work. */
const LaterRequirement = section({
  ...requirementShape,
  within: Lead.exactOptional().describe('How long after the start of the work the answer may come.'),
});

export const Overrides = section({
  role: Name.prefault('infrastructure-lead').describe('The role that may set a shut gate aside.'),
  need: Need.prefault(1).describe('How many of it must agree, beside whoever asks.'),
});

export const Exceptions = section({
  role: Name.prefault('management').describe(
    'The role that is asked to let a change into a hard freeze; its members may declare and lift freezes.',
  ),
  need: Need.prefault(1).describe('How many of it must say yes.'),
});

export const GoNogo = section({
  role: Name.prefault('validator').describe('The role that is asked for GO or NO-GO.'),
  need: Need.prefault(1).describe('How many of it must say GO.'),
  deadline: Lead.prefault('5d').describe('How long before the window opens the answer must be there.'),
});

/** One entry per role, because one person counts once per ballot, for one role. */
export const Approvals = section({
  standard: asks(Requirement)
    .prefault([])
    .describe('Who approves a standard change, which follows a pre-approved pattern.'),
  normal: asks(Requirement)
    .prefault([{ role: 'infrastructure-lead', need: 1 }])
    .describe('Who approves a normal change at a risk below high.'),
  high: asks(Requirement)
    .prefault([
      { role: 'infrastructure-lead', need: 1 },
      { role: 'management', need: 1 },
    ])
    .describe('Who approves a normal change at risk high, in place of `normal`.'),
  emergency: asks(LaterRequirement)
    .prefault([{ role: 'infrastructure-lead', need: 1, within: '3d' }])
    .describe('Who approves an emergency, after its work has begun.'),
});

const ReviewKind = z.enum(['technical', 'business', 'security']);
const ReviewKinds = z
  .array(ReviewKind)
  .refine((kinds) => new Set(kinds).size === kinds.length, { error: 'each review once' });

export const Reviews = section({
  normal: ReviewKinds.prefault(['technical']).describe('Which reviews a normal change is given beside its approval.'),
  high: ReviewKinds.prefault(['technical', 'business', 'security']).describe(
    'Which reviews a change at risk high is given.',
  ),
});

export const Reviewers = section({
  technical: Name.prefault('infrastructure-lead').describe('The role that does technical reviews.'),
  business: Name.prefault('management').describe('The role that does business reviews.'),
  security: Name.prefault('security').describe('The role that does security reviews.'),
});

export const Voting = section({
  requester: z.boolean().prefault(false).describe('Whether whoever filed a change may vote on it.'),
  editor: z.boolean().prefault(false).describe('Whether whoever edited a change may vote on it.'),
  implementer: z.boolean().prefault(false).describe('Whether whoever carries a change out may vote on it.'),
  remindEvery: LongerThanNothing.prefault('8h').describe('How often who has not answered a ballot is reminded.'),
  quietHours: TimeRange.prefault('19:00-08:00').describe('When nobody is reminded.'),
}).transform(({ remindEvery, ...rest }) => ({ ...rest, remindEveryMs: remindEvery }));

export const Leads = section({
  prepare: Lead.prefault('21d').describe('When preparation begins; a change filed later is warned.'),
  preCheck: Lead.prefault('14d').describe('When the pre-check is asked.'),
  goNogo: Lead.prefault('7d').describe('When GO or NO-GO is asked.'),
  announce: Lead.prefault('7d').describe('When a change that needs no GO is announced; others are when GO is given.'),
  remind: Lead.prefault('1d').describe('When the people affected and whoever carries it out are reminded.'),
  decide: Lead.prefault('30m').describe(
    'How long before the end of the window its decision is asked: go on, roll back, or take more time.',
  ),
  backupMargin: Span.prefault('15m').describe('How long before the window opens the backup should be done.'),
  at: TimeOfDay.prefault('09:00').describe('The hour at which leads in days fall due.'),
  shift: z
    .enum(['none', 'before'])
    .prefault('none')
    .describe('`before` moves what days put on a day off to the working day before it.'),
}).transform(({ backupMargin, ...rest }) => ({ ...rest, backupMarginMs: backupMargin }));

function asks<Ask extends z.ZodType<{ role: string }>>(ask: Ask) {
  return z
    .array(ask)
    .refine((asked) => new Set(asked.map(({ role }) => role)).size === asked.length, { error: 'each role once' });
}
