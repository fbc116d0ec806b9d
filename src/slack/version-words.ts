import type { KnownBlock } from '@slack/types';
import { shownId } from '../change/change-id.ts';
import { sayDuration } from '../change/duration.ts';
import { promotionLine, versionOf, type InService, type Version } from '../change/in-service.ts';
import type { ChangeContent } from '../change/model.ts';
import { named } from '../change/named.ts';
import type { Policy } from '../change/policy.ts';
import { linesOf, quoted, section } from './blocks.ts';
import { testWords } from './tested-words.ts';

/** Lines of versions shown of one change. */
const LINES_MAX = 4;
const COMMIT_SHOWN = 10;

/** Which version runs where, and how the change's test ended; nothing where neither is known nor asked for. */
export function environmentBlocks(content: ChangeContent, policy: Policy, now: number): readonly KnownBlock[] {
  const test = testWords(content, policy, now);
  const lines = [
    ...versionLines(content, policy, now).map((line) => `*Runs now* ${line}`),
    ...(test === undefined ? [] : [`*Tested* ${test}`]),
  ];
  return lines.length === 0 ? [] : [section(linesOf(lines))];
}

/**
 * `staging v1.2.0 (CHG-004, 3 d ago) · production v1.1.9 (CHG-002, 9 d ago) → v1.2.0`: the way of each of its services, where there is
 * one or something is known of it (003-APL-33, 004-PRE-31).
 */
export function versionLines(content: ChangeContent, policy: Policy, now: number): readonly string[] {
  const ways = content.services
    .map((service) => promotionLine(service, policy))
    .filter((way, i, all) => all.findIndex((other) => other.join() === way.join()) === i)
    .filter((way) => way.length > 1 || way.some((s) => inServiceOf(s, policy)));
  const lines = ways
    .slice(0, LINES_MAX)
    .map((way) => way.map((s) => placeWords(s, content, way, policy, now)).join(' · '));
  return ways.length > LINES_MAX ? [...lines, `and ${ways.length - LINES_MAX} more`] : lines;
}

function placeWords(
  service: string,
  content: ChangeContent,
  way: readonly string[],
  policy: Policy,
  now: number,
): string {
  const runs = inServiceOf(service, policy);
  const next = content.services.includes(service) && runs?.standing === 'runs' ? versionOf(content) : undefined;
  const bump = next ? ` → ${versionWords(next)}` : '';
  return `${placeName(service, way, policy)} ${runs ? runningWords(runs, now) : 'unknown'}${bump}`;
}

/** By its environment where no other on its way has the same, else by its name. */
function placeName(service: string, way: readonly string[], { services }: Policy): string {
  const of = (name: string): string | undefined => named(services, name)?.environment;
  const isAlone = way.length > 1 && way.filter((other) => of(other) === of(service)).length === 1;
  return quoted((isAlone ? of(service) : named(services, service)?.name) ?? service, 60);
}

function runningWords({ change, since, version, standing }: InService, now: number): string {
  switch (standing) {
    case 'runs':
      return `${versionWords(version)} (${shownId(change)}, ${sayDuration(Math.max(0, now - since))} ago)`;
    case 'atWork':
      return `unknown (${shownId(change)} is at work with ${versionWords(version)})`;
    case 'inDoubt':
      return `unknown (${shownId(change)} ended as an incident with ${versionWords(version)})`;
  }
}

/** The release, or the beginning of the commit where none is named. */
export function versionWords({ release, commit = '' }: Version): string {
  return release === undefined ? commit.slice(0, COMMIT_SHOWN) : quoted(release, 60);
}

function inServiceOf(service: string, { environments }: Policy): InService | undefined {
  return environments?.inService.find((s) => s.service === service);
}
