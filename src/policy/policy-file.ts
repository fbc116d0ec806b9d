import { isIP } from 'node:net';
import { z } from 'zod';
import { Approvals, Exceptions, GoNogo, Leads, Overrides, Reviewers, Reviews, Voting } from './approvals.ts';
import { Calendar, Workweek } from './calendar.ts';
import { KeepingTime, Span, TimeZone } from './durations.ts';
import { Channels, Email, Owners, Role } from './people.ts';
import { Plans } from './plans.ts';
import { Runbook } from './runbooks.ts';
import { NoticesFile, Service } from './services.ts';
import { named, section } from './shapes.ts';

const AddressRange = z
  .string()
  .refine(isAddressRange, { error: 'a range of addresses such as 127.0.0.1/32 or fd00::/8' });

const Watch = section({
  short: Span.prefault('15m'),
  normal: Span.prefault('24h'),
  critical: Span.prefault('72h'),
}).transform(({ short, normal, critical }) => ({ shortMs: short, normalMs: normal, criticalMs: critical }));

const Retention = section({ backups: KeepingTime.prefault('30d') }).transform(({ backups }) => ({
  backupsMs: backups,
}));

const Records = section({ quiet: Span.prefault('1h') }).transform(({ quiet }) => ({ quietMs: quiet }));
const Incidents = section({ updateEvery: Span.prefault('30m') }).transform(({ updateEvery }) => ({
  updateEveryMs: updateEvery,
}));

/** `gonogo.yaml`, every default filled in. What one part says of another is judged by `references`. */
export const PolicyFile = section({
  timezone: TimeZone,
  language: z.enum(['en', 'fr']).prefault('en'),
  channels: Channels,
  roles: named(Role),
  owners: Owners.prefault({}),
  approvals: Approvals.prefault({}),
  reviews: Reviews.prefault({}),
  reviewers: Reviewers.prefault({}),
  overrides: Overrides.prefault({}),
  exceptions: Exceptions.prefault({}),
  goNogo: GoNogo.prefault({}),
  voting: Voting.prefault({}),
  leads: Leads.prefault({}),
  workweek: Workweek.prefault({}),
  watch: Watch.prefault({}),
  incidents: Incidents.prefault({}),
  records: Records.prefault({}),
  retention: Retention.prefault({}),
  mail: section({ from: Email.exactOptional() }).prefault({}),
  httpAllow: z.array(AddressRange).prefault([]),
  plans: Plans.prefault({}),
  patterns: z.string().min(1).prefault('./patterns'),
  notices: NoticesFile.exactOptional(),
  services: named(Service).prefault({}),
  calendar: Calendar.prefault({}),
  runbooks: named(Runbook).prefault({}),
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
