import type { ChangeContent } from '../../change/model.ts';
import { readChange } from '../../journal/read-change.ts';
import type { CommandDeps } from '../deps.ts';
import { inTime } from '../hearing.ts';
import type { FormSubject } from './form.ts';

/** What stands, for a form about a change. */
export async function formerContent(deps: CommandDeps, { change }: FormSubject): Promise<ChangeContent | undefined> {
  return change === undefined ? undefined : (await inTime(readChange(deps.record, change)))?.change.content;
}
