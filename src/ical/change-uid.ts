import type { Change } from '../change/model.ts';

/** What a change is called in every calendar, for ever. The instant of filing tells it from one of an earlier record of the same workspace. */
export function changeUid({ id, filedAt }: Pick<Change, 'id' | 'filedAt'>, team: string): string {
  return `${id}.${filedAt}.${team}@gonogo`;
}
