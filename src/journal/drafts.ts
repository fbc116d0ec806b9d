import { sql } from 'kysely';
import { one, type Record } from './record.ts';

/** Days a draft is kept. */
export const DRAFT_DAYS = 7;
/** The longest draft that is kept, in characters of JSON: the whole form at its limits is shorter. */
const DRAFT_MAX = 80_000;
/** A form that was sent is known this long, for a copy of it that arrives late. */
const SENT_HOURS = 1;

/** What a form holds: texts, lists, instants in epoch ms. */
export interface Typed {
  readonly [field: string]: string | readonly string[] | number;
}

/** Whose form it is, which one, and in which view of Slack it is open; `resumed` is the view that it was brought back from. */
export interface DraftPlace {
  readonly person: string;
  readonly form: string;
  readonly view: string;
  readonly resumed?: string | undefined;
}

/**
 * Keeps what stands in a form, over what the same form held before in inputs it does not show any more, and gives all of it. One
 * draft per person and form; another view's takes its place. What was sent stays sent, whatever arrives late of the same view.
 */
export async function saveDraft(
  { team, db }: Record,
  { person, form, view, resumed }: DraftPlace,
  typed: Typed,
): Promise<Typed> {
  const kept = JSON.stringify(holdable(typed));
  if (kept.length > DRAFT_MAX) return typed;
  const { rows } = await sql<{ typed: Typed }>`
    insert into drafts (team, person, form, view, typed, updated_at)
    values (${team}, ${person}, ${form}, ${view}, ${kept}, app.now())
    on conflict (team, person, form) do update set
      typed = case when drafts.view in (excluded.view, ${resumed ?? ''}) then drafts.typed || excluded.typed
                   else excluded.typed end,
      sent = drafts.sent and drafts.view = excluded.view,
      view = excluded.view, updated_at = excluded.updated_at
    returning typed`.execute(db);
  return one(rows).typed;
}

/** Text as jsonb can hold it: no NUL, no half of a surrogate pair. What is sent is judged from the form itself. */
function holdable(typed: Typed): Typed {
  const clean = (text: string): string => text.toWellFormed().replaceAll('\0', '');
  return Object.fromEntries(
    Object.entries(typed).map(([field, value]) => [
      field,
      typeof value === 'string' ? clean(value) : typeof value === 'number' ? value : value.map(clean),
    ]),
  );
}

export interface Draft {
  readonly typed: Typed;
  readonly view: string;
  readonly at: number;
}

/** What a person typed into a form and did not send. */
export async function readDraft({ team, db }: Record, person: string, form: string): Promise<Draft | undefined> {
  const { rows } = await sql<Draft>`
    select typed, view, updated_at as at from drafts
     where team = ${team} and person = ${person} and form = ${form} and not sent
       and updated_at > app.now() - make_interval(days => ${DRAFT_DAYS})`.execute(db);
  return rows[0];
}

/** The form was sent: it is not brought back any more. */
export async function draftSent({ team, db }: Record, { person, form, view }: DraftPlace): Promise<void> {
  await sql`
    update drafts set sent = true
     where team = ${team} and person = ${person} and form = ${form} and view = ${view}`.execute(db);
}

export async function deleteDraft({ team, db }: Record, person: string, form: string): Promise<void> {
  await sql`delete from drafts where team = ${team} and person = ${person} and form = ${form}`.execute(db);
}

/** Deletes drafts older than a week, and those long sent. */
export async function forgetDrafts({ db }: Pick<Record, 'db'>): Promise<void> {
  await sql`
    delete from drafts
     where updated_at < app.now() - make_interval(days => ${DRAFT_DAYS})
        or (sent and updated_at < app.now() - make_interval(hours => ${SENT_HOURS}))`.execute(db);
}
