import { sql } from 'kysely';
import { figuresOf, type Span } from '../change/figures/figures.ts';
import type { Report } from '../change/figures/report.ts';
import type { Policy } from '../change/policy.ts';
import { readMeasures } from './measure-rows.ts';
import { countDebts, debtsDue } from './read-debts.ts';
import { instant, now, one, type Record } from './record.ts';
import { readServiceAges } from './service-times.ts';

const DAY_MS = 24 * 60 * 60 * 1000;
/** Of what is owed, so many are named. */
const DEBTS_MAX = 5;

/** How changes went in the last days, and in as many before them; of all, or of one service. What it costs depends on those days alone. */
export async function readReport(
  record: Record,
  { services, timezone }: Pick<Policy, 'services' | 'timezone'>,
  { days, service }: { readonly days: number; readonly service?: string },
): Promise<Report> {
  const to = await now(record.db);
  const from = to - days * DAY_MS;
  const [past, ages, debts] = await Promise.all([
    readPast(record, { from, to }, { from: from - days * DAY_MS, to: from }, { timezone, service }),
    readServiceAges(record, service === undefined ? Object.keys(services) : [service]),
    service === undefined ? readDebtStanding(record) : undefined,
  ]);
  return { days, ...(service === undefined ? {} : { service }), ...past, services: ages, ...(debts ? { debts } : {}) };
}

/** The figures of a span and of another before it. */
export async function readPast(
  record: Record,
  span: Span,
  former: Span,
  { timezone, service }: { readonly timezone: string; readonly service?: string | undefined },
): Promise<Pick<Report, 'figures' | 'before' | 'unread'>> {
  const { measures, unread } = await readMeasures(record, { from: former.from, to: span.to });
  const those = service === undefined ? measures : measures.filter((m) => m.services.includes(service));
  return { figures: figuresOf(those, span, timezone), before: figuresOf(those, former, timezone), unread };
}

async function readDebtStanding(record: Record): Promise<NonNullable<Report['debts']>> {
  const [count, first] = await Promise.all([countDebts(record), debtsDue(record, DEBTS_MAX)]);
  return { ...count, first: first.map(({ id, what, owner, dueAt }) => ({ change: id, what, owner, dueAt })) };
}

/** Whether any change had been filed by an instant. */
export async function hadChanges({ team, db }: Record, by: number): Promise<boolean> {
  const { rows } = await sql<{ had: boolean }>`
    select exists (select 1 from facts where team = ${team} and stream = 'CHG-1' and seq = 1 and at < ${instant(by)}) as had`.execute(
    db,
  );
  return one(rows).had;
}
