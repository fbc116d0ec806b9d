import type { PirWritten } from '../change/pir.ts';
import { mention, sentence } from '../slack/blocks.ts';
import { actionsOf, pirBlocks } from '../slack/pir-words.ts';
import { named } from './said.ts';
import type { Line, Scene } from './scene.ts';

/** The review as it was just written, with its actions, whose owners it mentions. */
export function pirNote({ happened }: PirWritten, { after, by }: Scene): Line {
  const owners = [...new Set(actionsOf(after).map(({ owner }) => mention(owner)))].join(', ');
  const asked = owners === '' ? '' : ` Actions of ${owners}.`;
  return {
    text: `Review of ${named(after)}, written by ${mention(by)}.${asked} ${sentence(happened, 500)}`,
    blocks: pirBlocks(after),
  };
}
