import { z } from 'zod';
import { readChangeId, type ChangeId } from '../change/change-id.ts';
import type { Intent, Spoken } from '../change/intents.ts';
import type { OpenIncident } from '../change/open-incidents.ts';
import { implementerOf } from '../change/model.ts';
import type { OfferedFollowUp } from '../journal/follow-up-rows.ts';
import type { Hear } from '../journal/hear.ts';
import { changesOnTheWay } from '../journal/overlaps.ts';
import { readChange } from '../journal/read-change.ts';
import type { Record } from '../journal/record.ts';

const Told = z.object({ incident: z.string(), became: z.enum(['open', 'over', 'named']) });

interface HeedDeps {
  readonly record: Record;
  readonly hear: Hear;
}

/**
 * Tells every change that may wait for an incident that it was declared, or is over; and the change whose incident it is of an
 * emergency that names it. Each hears it as an intent of its own under an id that cannot repeat, so that a crash half-way tells nobody twice.
 */
export async function heedIncident({ record, hear }: HeedDeps, { key, change, data }: OfferedFollowUp): Promise<void> {
  const told = Told.safeParse(data).data;
  const id = told && readChangeId(told.incident);
  if (!told || !id) return;
  const tell = async (to: ChangeId, intent: Spoken): Promise<void> => {
    await hear({ change: to, intent, actor: { kind: 'clock' }, id: `incident/${key}/${to}`, surface: 'clock' });
  };
  if (told.became === 'named') return tellOfEmergency(record, id, readChangeId(change), tell);
  const incident = await incidentOf(record, id);
  if (!incident) return;
  for (const other of await changesOnTheWay(record, incident.services))
    await tell(other, { type: 'heedIncident', incident, became: told.became });
}

async function incidentOf(record: Record, id: ChangeId): Promise<OpenIncident | undefined> {
  const { change } = (await readChange(record, id)) ?? {};
  if (!change?.incident) return undefined;
  const { services } = change.content;
  return { change: id, services, since: change.incident.declaredAt, holder: implementerOf(change) };
}

async function tellOfEmergency(
  record: Record,
  incident: ChangeId,
  emergency: ChangeId | undefined,
  tell: (to: ChangeId, intent: Extract<Intent, { type: 'heedEmergency' }>) => Promise<void>,
): Promise<void> {
  const story = emergency && (await readChange(record, emergency));
  if (!story) return;
  const { id, requester, content } = story.change;
  await tell(incident, { type: 'heedEmergency', emergency: id, title: content.title, requester });
}
