import { readChangeId, type ChangeId } from './change-id.ts';
import { promotionLine, releaseOf, type InService } from './in-service.ts';
import { latestRun, verdictOf, type Change, type ChangeContent } from './model.ts';
import { named } from './named.ts';
import type { Policy } from './policy.ts';
import type { Refusal } from './refusals.ts';

/** A change that another names as its test, as that one may look at it (004-PRE-23). */
export interface Test {
  readonly change: ChangeId;
  readonly services: readonly string[];
  readonly runbook?: string;
  readonly release?: string;
  readonly commit?: string;
  /** `well`: it ended implemented, and the checks of its last version passed. */
  readonly became: 'well' | 'unchecked' | 'rolledBack' | 'failed' | 'underWay' | 'off';
  readonly endedAt?: number;
  /** When the checks passed that looked at it last, its smoke tests among them (004-PRE-24). */
  readonly verifiedAt?: number;
  readonly watchedAt?: number;
  /** Where its message stands; not before it was posted. */
  readonly link?: string;
}

/** What the record knows of versions and tests, as far as whoever read the policy asked. */
export interface Environments {
  /** Of each service what was brought there last. */
  readonly inService: readonly InService[];
  readonly tests: readonly Test[];
  /** Commits that were brought to where a change must be tested and begin as its own does. */
  readonly alike: readonly string[];
}

export type Untested = Extract<Refusal, { code: 'untested' }>;

/** What of that a change needs, or several readings of it: the services on its way, the tests it names, and its commits. */
export interface Asked {
  readonly services: readonly string[];
  readonly tests: readonly ChangeId[];
  /** Where it must have been tested. */
  readonly from: readonly string[];
  readonly commits: readonly string[];
}

export function askedOf(contents: readonly ChangeContent[], policy: Policy): Asked {
  const tested = contents.filter((c) => testedWhere(c, policy).length > 0);
  return {
    services: [...new Set(contents.flatMap(({ services }) => services.flatMap((s) => promotionLine(s, policy))))],
    tests: [
      ...new Set(tested.flatMap(({ testedIn }) => (testedIn === undefined ? [] : (readChangeId(testedIn) ?? [])))),
    ],
    from: [...new Set(tested.flatMap((c) => testedWhere(c, policy)))],
    commits: [...new Set(tested.flatMap(({ commit }) => commit ?? []))],
  };
}

/** The policy as it is in force: with this known of versions and tests, and nothing else. */
export function withEnvironments(policy: Policy, environments: Environments): Policy {
  return { ...policy, environments };
}

/** A change as the test of another. */
export function asTest(change: Change): Test {
  const { id, content, endedAt } = change;
  const { services, runbook, commit } = content;
  const release = releaseOf(content);
  const ofTheWork = { ...change, runs: change.runs.filter((r) => r.occasion !== 'long') };
  const [verify, watch] = [latestRun(change, 'verify'), latestRun(ofTheWork, 'watch')];
  const passed = (run: typeof verify): number | undefined =>
    verdictOf(run) === 'succeeded' ? run?.endedAt : undefined;
  const [verifiedAt, watchedAt] = [passed(verify), passed(watch)];
  return {
    change: id,
    services,
    became: becameOf(change, verifiedAt !== undefined),
    ...(runbook === undefined ? {} : { runbook }),
    ...(release === undefined ? {} : { release }),
    ...(commit === undefined ? {} : { commit }),
    ...(endedAt === undefined ? {} : { endedAt }),
    ...(verifiedAt === undefined ? {} : { verifiedAt }),
    ...(watchedAt === undefined ? {} : { watchedAt }),
  };
}

function becameOf({ status, ending }: Change, isVerified: boolean): Test['became'] {
  if (ending === undefined) return status === 'rejected' || status === 'withdrawn' ? 'off' : 'underWay';
  if (ending !== 'implemented') return ending;
  return isVerified ? 'well' : 'unchecked';
}

/** The services in which a change must have been tested before it may touch its own. */
export function testedWhere({ services }: Pick<ChangeContent, 'services'>, policy: Policy): readonly string[] {
  return [...new Set(services.flatMap((s) => named(policy.services, s)?.promotesFrom ?? []))];
}

/** The test that a change names, where the record has it. */
export function testOf({ testedIn }: Pick<ChangeContent, 'testedIn'>, { environments }: Policy): Test | undefined {
  return environments?.tests.find((t) => t.change === testedIn);
}

/**
 * Why a change does not count as tested: only the very commit that ended well, with its checks passed, in every service it is promoted
 * from, goes on (004-PRE-28, 004-PRE-30, 003-APL-34). Undefined where nothing is missing, or it is promoted from nowhere.
 */
export function whyUntested(content: ChangeContent, policy: Policy): Untested | undefined {
  const from = testedWhere(content, policy);
  if (from.length === 0) return undefined;
  const why = causeOf(content, from, policy);
  const { testedIn } = content;
  return why && { code: 'untested', why, from, ...(testedIn === undefined ? {} : { testedIn }) };
}

function causeOf(content: ChangeContent, from: readonly string[], policy: Policy): Untested['why'] | undefined {
  const test = testOf(content, policy);
  if (content.testedIn === undefined) return 'unnamed';
  if (!test) return 'noSuchChange';
  if (from.some((s) => !test.services.includes(s))) return 'elsewhere';
  if (test.became !== 'well') return test.became;
  return otherThing(content, test, policy.environments?.alike ?? []);
}

/** The same commit is the rule; by the same runbook it is the same release too. */
function otherThing(content: ChangeContent, test: Test, alike: readonly string[]): Untested['why'] | undefined {
  const { commit, runbook } = content;
  if (commit === undefined) return 'noCommit';
  if (test.commit === undefined || !isSameCommit(commit, test.commit)) return 'otherCommit';
  const meant = [test.commit, ...alike].filter((c) => isSameCommit(commit, c));
  if (meant.some((a) => meant.some((b) => !isSameCommit(a, b)))) return 'ambiguousCommit';
  const isOtherRelease = runbook !== undefined && runbook === test.runbook && releaseOf(content) !== test.release;
  return isOtherRelease ? 'otherRelease' : undefined;
}

/** Whether one of them is the beginning of the other. */
function isSameCommit(a: string, b: string): boolean {
  const [one, other] = [a.toLowerCase(), b.toLowerCase()];
  return one.startsWith(other) || other.startsWith(one);
}
