import type { Change } from '../../change/model.ts';
import { readChange } from '../../journal/read-change.ts';
import type { CommandDeps } from '../deps.ts';
import { inTime } from '../hearing.ts';
import type { FormSubject } from './form.ts';

/** The change as it stands, for a form about one. */
export async function formerChange(deps: CommandDeps, { change }: FormSubject): Promise<Change | undefined> {
  return change === undefined ? undefined : (await inTime(readChange(deps.record, change)))?.change;
}
