import { attachmentsProblem } from './attachments.ts';
import { readChangeId } from './change-id.ts';
import type { ChangeContent } from './model.ts';
import type { ContentProblem } from './refusals.ts';
import { textFault } from './text-fault.ts';

export const LINKS_MAX = 10;
export const LINK_MAX = 300;
export const DOCUMENTS_MAX = 10;
export const VALUE_MAX = 200;
/** Longer than this is a typing error rather than a plan. */
const EXTRA_TIME_MAX_MS = 7 * 24 * 3_600_000;

const COMMIT = /^[0-9a-f]{7,64}$/i;
const PERSON = /^[UW][A-Z0-9]{1,30}$/;
/** An address as it is sent, nothing in it that ends one in a message or that is not seen. */
const ADDRESS =
  /^https:\/\/[A-Za-z0-9](?:[A-Za-z0-9.-]*[A-Za-z0-9])?(?::\d{1,5})?(?:[/?#][!#$%&'()*+,\-./0-9:;=?@A-Z[\]_a-z~]*)?$/;
/** `TASK-123`, or a branch such as `feature/infra/TASK-123-description` (004-TPL-23). */
const TICKET = /^[A-Z][A-Z0-9]{0,15}-\d{1,9}$/;
const BRANCH = /^[A-Za-z0-9][A-Za-z0-9._-]*(?:\/[A-Za-z0-9_][A-Za-z0-9._-]*)*$/;

type Check = (content: ChangeContent) => string | undefined;

/** What a filled-in detail must be; one that is left out stays a default. */
const CHECKS: readonly (readonly [ContentProblem['field'], Check])[] = [
  ['commit', ({ commit }) => unless(commit, COMMIT, 'Write the hash of the commit: 7 to 64 of 0-9 and a-f.')],
  ['testedIn', ({ testedIn }) => changeProblem(testedIn, 'Write the change in which it was tested, like CHG-7.')],
  ['follows', ({ follows }) => changeProblem(follows, 'Write the change that comes before it, like CHG-7.')],
  ['partOf', ({ partOf }) => changeProblem(partOf, 'Write the change that it is a part of, like CHG-7.')],
  ['value', ({ value }) => valueProblem(value)],
  ['incident', incidentProblem],
  ['downtimeMs', downtimeProblem],
  ['implementer', ({ implementer }) => unless(implementer, PERSON, 'Choose a person of this workspace.')],
  ['rollbackDecider', ({ rollbackDecider }) => unless(rollbackDecider, PERSON, 'Choose a person of this workspace.')],
  ['extraTimeMs', ({ extraTimeMs }) => extraTimeProblem(extraTimeMs)],
  ['links', ({ links }) => linksProblem(links)],
  ['documents', ({ documents }) => documentsProblem(documents)],
  ['attachments', ({ attachments }) => attachmentsProblem(attachments)],
];

/** Everything wrong with what has defaults (design §6, Details), each under its field. */
export function detailProblems(content: ChangeContent): readonly ContentProblem[] {
  return CHECKS.flatMap(([field, check]): ContentProblem[] => {
    const problem = check(content);
    return problem === undefined ? [] : [{ field, problem }];
  });
}

function unless(value: string | undefined, shape: RegExp, problem: string): string | undefined {
  return value === undefined || shape.test(value) ? undefined : problem;
}

function changeProblem(named: string | undefined, problem: string): string | undefined {
  return named === undefined || readChangeId(named) === named ? undefined : problem;
}

function valueProblem(value: string | undefined): string | undefined {
  if (value === undefined) return undefined;
  return value.includes('\n') ? 'Write it in one line.' : textFault(value, VALUE_MAX);
}

function incidentProblem({ incident, kind }: ChangeContent): string | undefined {
  if (incident === undefined) return undefined;
  if (readChangeId(incident) !== incident) return 'Write the change whose incident it is, like CHG-7.';
  return kind === 'emergency' ? undefined : 'Only an emergency names an incident; choose that type, or leave it out.';
}

function downtimeProblem({ downtimeMs, opensAt, closesAt }: ChangeContent): string | undefined {
  if (downtimeMs === undefined) return undefined;
  if (!Number.isSafeInteger(downtimeMs) || downtimeMs < 0) return 'Write it like 45m or 2h, or 0m for none.';
  return downtimeMs > closesAt - opensAt ? 'The downtime is longer than the window.' : undefined;
}

function extraTimeProblem(extraTimeMs: number | undefined): string | undefined {
  if (extraTimeMs === undefined) return undefined;
  if (!Number.isSafeInteger(extraTimeMs) || extraTimeMs < 0) return 'Write it like 45m or 2h, or 0m for none.';
  return extraTimeMs > EXTRA_TIME_MAX_MS ? 'At most 7 days.' : undefined;
}

function linksProblem(links: readonly string[] | undefined): string | undefined {
  if (links === undefined) return undefined;
  if (links.length > LINKS_MAX) return `At most ${LINKS_MAX} links; these are ${links.length}.`;
  const bad = links.findIndex((link) => !isLink(link));
  if (bad < 0) return undefined;
  const long = (links[bad]?.length ?? 0) > LINK_MAX ? ` It has more than ${LINK_MAX} characters.` : '';
  return `Line ${bad + 1} is no https address, ticket like TASK-123 or branch like feature/infra/TASK-123-description.${long}`;
}

function documentsProblem(documents: readonly string[] | undefined): string | undefined {
  if (documents === undefined) return undefined;
  if (documents.length > DOCUMENTS_MAX) return `At most ${DOCUMENTS_MAX} documents; these are ${documents.length}.`;
  const faults = documents.map((one) => (one.includes('\n') ? 'Write it in one line.' : textFault(one, LINK_MAX)));
  const bad = faults.findIndex((fault) => fault !== undefined);
  return bad < 0 ? undefined : `Line ${bad + 1}: ${faults[bad]}`;
}

/** An https address without a password, a ticket or the name of a branch, in one line. */
function isLink(link: string): boolean {
  if (link.length > LINK_MAX) return false;
  return isAddress(link) || TICKET.test(link) || isBranch(link);
}

/** An address that a message may carry as a link. */
export function isAddress(link: string): boolean {
  return ADDRESS.test(link);
}

/** As git-check-ref-format(1) has it, plain letters only. */
function isBranch(link: string): boolean {
  return BRANCH.test(link) && !link.includes('..') && !link.endsWith('.') && !/\.lock(?:\/|$)/.test(link);
}
