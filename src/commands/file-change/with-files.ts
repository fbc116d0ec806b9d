import { z } from 'zod';
import { attachmentsProblem, type Attachment } from '../../change/attachments.ts';
import { readFile } from '../../slack/files.ts';
import { attachedValues } from './form-values.ts';
import type { Begun } from './open-form.ts';

/** What the form carries of files in its metadata, which takes 3000 characters in all. */
const FILES_MAX = 1_000;

/** A form begun with a message, and with those of its files that can be attached; of the others it says so. */
export function withFiles(begun: Begun, given: unknown): Begun {
  const files = (z.array(z.unknown()).safeParse(given).data ?? []).map(readFile);
  const taken = files.reduce<readonly Attachment[]>((before, file) => {
    const more = [...before, file];
    return attachmentsProblem(more) === undefined && JSON.stringify(more).length <= FILES_MAX ? more : before;
  }, []);
  if (files.length === 0) return begun;
  const left = files.length - taken.length;
  const unread = [begun.unread ?? [], left === 0 ? [] : leftWords(left, files.length)].flat().join('\n');
  return {
    ...begun,
    initial: { ...begun.initial, ...attachedValues(taken) },
    ...(taken.length === 0 ? {} : { files: taken, details: true }),
    ...(unread === '' ? {} : { unread }),
  };
}

function leftWords(left: number, all: number): string {
  const which = left === all ? (all === 1 ? 'its file' : `its ${all} files`) : `${left} of its ${all} files`;
  return `• Not attached: ${which}: deleted, not shown to the bot, or too many; attach what is needed below.`;
}
