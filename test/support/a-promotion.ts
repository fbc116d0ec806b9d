import type { ChangeContent } from '../../src/change/model.ts';
import type { Policy } from '../../src/change/policy.ts';
import { asTest, withEnvironments, type Environments, type Test } from '../../src/change/tested.ts';
import { aPolicy, aService } from './a-policy.ts';
import { implemented } from './lives.ts';

export const COMMIT = '3f2a91c0d4e5b6a7089cc1f2e3d4b5a697887766';

/** The policy of `aPolicy` with a staging of its website, from which alone a commit goes on. */
export function promoting(overrides: Partial<Policy> = {}): Policy {
  const policy = aPolicy(overrides);
  const staging = aService({ name: 'Website (staging)', environment: 'staging' });
  return { ...policy, services: { ...policy.services, staging, web: aService({ promotesFrom: 'staging' }) } };
}

/** CHG-7, which brought `COMMIT` to staging and ended well. */
export function aTest(overrides: Partial<Test> = {}): Test {
  const { change } = implemented({ content: { services: ['web'], commit: COMMIT } });
  return { ...asTest(change), change: 'CHG-7', services: ['staging'], ...overrides };
}

/** As the record makes it: with this known of tests and versions. */
export function knowing(policy: Policy, known: Partial<Environments> = { tests: [aTest()] }): Policy {
  return withEnvironments(policy, { inService: [], tests: [], alike: [], ...known });
}

/** What a change of production names. */
export const PROMOTED = { commit: COMMIT, testedIn: 'CHG-7' } as const satisfies Partial<ChangeContent>;
