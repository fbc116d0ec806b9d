import type { KnownBlock } from '@slack/types';
import { isAddress } from '../../change/content-details.ts';
import { sayDuration } from '../../change/duration.ts';
import type { ChangeContent } from '../../change/model.ts';
import { fields, fileWords, link, linesOf, mention, quoted, section } from '../../slack/blocks.ts';

/** Links shown hold no more than this, and so do attachments; whole ones only. */
const LINKS_CHARS_MAX = 1_500;

/** What was said in Details; nothing where everything is a default. */
export function detailBlocks(content: ChangeContent): readonly KnownBlock[] {
  const {
    incident,
    commit,
    testedIn,
    downtimeMs,
    rollbackDecider,
    extraTimeMs,
    links = [],
    attachments = [],
  } = content;
  const said: readonly (readonly [string, string | undefined])[] = [
    ['For the incident', incident && quoted(incident, 20)],
    ['Commit', commit && quoted(commit, 64)],
    ['Tested in', testedIn && quoted(testedIn, 20)],
    ['Downtime', spanWords(downtimeMs)],
    ['Rollback decider', rollbackDecider && mention(rollbackDecider)],
    ['Acceptable extra time', spanWords(extraTimeMs)],
  ];
  const pairs = said.flatMap(([label, value]) => (value ? [[label, value] as const] : []));
  const lines = links.map((one) => (isAddress(one) ? link(one) : quoted(one, 300)));
  const files = attachments.map(fileWords);
  return [
    ...(pairs.length > 0 ? [fields(...pairs)] : []),
    ...(lines.length > 0 ? [section(`*Links*\n${linesOf(lines, LINKS_CHARS_MAX)}`)] : []),
    ...(files.length > 0 ? [section(`*Attachments*\n${linesOf(files, LINKS_CHARS_MAX)}`)] : []),
  ];
}

function spanWords(ms: number | undefined): string | undefined {
  if (ms === undefined) return undefined;
  return ms === 0 ? 'None' : sayDuration(ms);
}
