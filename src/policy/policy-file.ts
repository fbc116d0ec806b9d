import { isIP } from 'node:net';
import { z } from 'zod';
import { Approvals, Exceptions, GoNogo, Leads, Overrides, Reviewers, Reviews, Voting } from './approvals.ts';
import { Calendar, Workweek } from './calendar.ts';
import { KeepingTime, Span, TimeZone } from './durations.ts';
import { Channels, Email, OWNERS, Owners, Role } from './people.ts';
import { Plans } from './plans.ts';
import { Runbook } from './runbooks.ts';
import { NoticesFile, Service } from './services.ts';
import { named, section } from './shapes.ts';

const AddressRange = z
  .string()
  .refine(isAddressRange, { error: 'a range of addresses such as 127.0.0.1/32 or fd00::/8' });

const Watch = section({
  short: Span.prefault('15m').describe('How long the service is watched after the work before its end is told.'),
  normal: Span.prefault('24h').describe('How long a change is watched after its end before it can be closed.'),
  critical: Span.prefault('72h').describe('The same where one of its services is critical.'),
}).transform(({ short, normal, critical }) => ({ shortMs: short, normalMs: normal, criticalMs: critical }));

const Retention = section({
  backups: KeepingTime.prefault('30d').describe('How long a backup is kept before its thread asks for its removal.'),
}).transform(({ backups }) => ({ backupsMs: backups }));

const Records = section({
  quiet: Span.prefault('1h').describe(
    'How long after a change was recorded of a service another one is asked whether it has the same cause.',
  ),
}).transform(({ quiet }) => ({ quietMs: quiet }));

const Incidents = section({
  updateEvery: Span.prefault('30m').describe('How often the people affected hear of an open incident.'),
}).transform(({ updateEvery }) => ({ updateEveryMs: updateEvery }));

const Mail = section({
  from: Email.exactOptional().describe('Whom mails come from and answers go to; without it none are sent.'),
});

/** `gonogo.yaml`, every default filled in. What one part says of another is judged by `references`. */
export const PolicyFile = section({
  timezone: TimeZone.describe('The zone of every time in the file and in what people read.'),
  language: z.enum(['en', 'fr']).prefault('en').describe('The language of notices; threads and forms are English.'),
  channels: Channels.describe('Channels of the bot, which must be invited to each.'),
  roles: named(Role).describe(
    'Who may do what, by the names that the rest of the file uses; whoever starts a change is of the role `implementer`.',
  ),
  owners: Owners.prefault(OWNERS).describe(
    'Which role stands behind the words that checklists have for their owners; a team may add words of its own.',
  ),
  approvals: Approvals.prefault({}).describe('Who approves a change, by its kind and risk.'),
  reviews: Reviews.prefault({}).describe('Which reviews a change is given beside its approval.'),
  reviewers: Reviewers.prefault({}).describe('Which role does which review.'),
  overrides: Overrides.prefault({}).describe('Who may set a gate aside, as a second person.'),
  exceptions: Exceptions.prefault({}).describe('Who may let a change into a hard freeze.'),
  goNogo: GoNogo.prefault({}).describe('Who says GO or NO-GO.'),
  voting: Voting.prefault({}).describe(
    'Who may vote on a change that is partly their own, and how people are reminded.',
  ),
  leads: Leads.prefault({}).describe('How long before the window what happens; days are calendar days, at `leads.at`.'),
  workweek: Workweek.prefault({}).describe('When people work.'),
  watch: Watch.prefault({}).describe('How long a change is watched.'),
  incidents: Incidents.prefault({}).describe('How incidents are told.'),
  records: Records.prefault({}).describe('How changes are recorded that were made already.'),
  retention: Retention.prefault({}).describe('How long what is left of a change is kept.'),
  mail: Mail.prefault({}).describe('Notices by e-mail.'),
  httpAllow: z.array(AddressRange).prefault([]).describe('Ranges of private addresses that checks may reach.'),
  plans: Plans.prefault({}).describe('What the review of a plan looks for.'),
  patterns: z
    .string()
    .min(1)
    .prefault('./patterns')
    .describe(
      "The folder of a team's own patterns, with `playbooks` and `strategies` below it; they replace shipped ones of the same name.",
    ),
  notices: NoticesFile.exactOptional().describe("A file with a team's own words for notices."),
  services: named(Service).prefault({}).describe('What is changed, by name.'),
  calendar: Calendar.prefault({}).describe('When nothing may be carried out, and when it had better not be.'),
  runbooks: named(Runbook).prefault({}).describe('How it is changed, by name: the only source of commands.'),
});

/** What is in force for a part that the file leaves out. */
export const DEFAULTS = PolicyFile.parse({
  timezone: 'UTC',
  channels: { changes: 'C00', incidents: 'C00', operator: 'C00' },
  roles: {},
});

function isAddressRange(range: string): boolean {
  const [address = '', bits = '', ...more] = range.split('/');
  const family = isIP(address);
  return more.length === 0 && family !== 0 && /^\d{1,3}$/.test(bits) && Number(bits) <= (family === 4 ? 32 : 128);
}
