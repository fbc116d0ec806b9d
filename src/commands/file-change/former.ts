import type { Change } from '../../change/model.ts';
import { readChangeId } from '../../change/change-id.ts';
import { readChange } from '../../journal/read-change.ts';
import type { PlainValues } from '../../slack/values.ts';
import type { CommandDeps } from '../deps.ts';
import { inTime } from '../hearing.ts';
import { beginningOf } from './after-pattern.ts';
import { attachedValues, likeValues, valuesOf } from './form-values.ts';
import type { FormSubject } from './form.ts';

/** The change as it stands, for a form about one. */
export async function formerChange(deps: CommandDeps, { change }: FormSubject): Promise<Change | undefined> {
  return change === undefined ? undefined : (await inTime(readChange(deps.record, change)))?.change;
}

export interface Beginning {
  readonly former: Change | undefined;
  readonly initial: PlainValues;
}

/** What a form begins with: what stands, the pattern's, or that of the change it is to be like; without the record only the pattern's. */
export async function beginsWith(deps: CommandDeps, subject: FormSubject): Promise<Beginning> {
  try {
    const former = await formerChange(deps, subject);
    if (former) return { former, initial: valuesOf(former.content) };
    const like = /^like\/(.+)$/.exec(subject.source ?? '')?.[1] ?? '';
    const id = readChangeId(like);
    const model = id && (await inTime(readChange(deps.record, id)));
    return { former, initial: model ? likeValues(model.change.content) : withoutRecord(deps, subject) };
  } catch (error) {
    deps.log.warn({ err: error }, 'reading what a form begins with');
    return { former: undefined, initial: withoutRecord(deps, subject) };
  }
}

/** The pattern's, and the files of a message. */
function withoutRecord(deps: CommandDeps, subject: FormSubject): PlainValues {
  return { ...beginningOf(subject, deps.patterns()), ...attachedValues(subject.files ?? []) };
}
