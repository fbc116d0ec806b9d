import { beforeAll, describe, expect, test } from 'vitest';
import type { Step, StepOutcome } from '../../src/change/model.ts';
import type { Playbook, Trouble } from '../../src/change/playbook.ts';
import { recognise } from '../../src/change/recognise.ts';
import { withPlaybooks } from '../../src/policy/with-playbooks.ts';
import { aPolicy } from '../support/a-policy.ts';

let shipped: readonly Playbook[] = [];
beforeAll(async () => {
  const read = await withPlaybooks(aPolicy({ patterns: '/nowhere' }));
  if (!read.ok) throw new Error(JSON.stringify(read.problems));
  shipped = read.value.playbooks ?? [];
});

function recognised(output: string, step: Step = 'apply', outcome: StepOutcome = 'failed'): Trouble | undefined {
  return recognise(output, shipped, { step, outcome });
}

const HOLDER = { holder: 'ada@deploy-1', since: '2026-09-27 00:10:27 UTC' };
const ADVICE = `
OpenTofu acquires a state lock to protect the state from being written
by multiple users at the same time. Please resolve the issue above and try
again. For most commands, you can disable locking with the "-lock=false"
flag, but this is not recommended.
`;
function lockInfo(id: string): string {
  return `Lock Info:
  ID:        ${id}
  Path:      state/web.tfstate
  Operation: OperationTypeApply
  Who:       ada@deploy-1
  Version:   1.6.2
  Created:   2026-09-27 00:10:27.424064363 +0000 UTC
  Info:      
`;
}

describe('a locked state', () => {
  test('names the lock, its holder and since when, where the store gives those of the holder', () => {
    const output = `╷
│ Error: Error acquiring the state lock
│ 
│ Error message: ConditionalCheckFailedException: The conditional request
│ failed
${lockInfo('f9763602-b03f-e35c-da30-4083cdbb99ae').replaceAll(/^/gm, '│ ')}${ADVICE.replaceAll(/^/gm, '│ ')}
╵
`;
    const names = { lock: 'f9763602-b03f-e35c-da30-4083cdbb99ae', ...HOLDER };
    expect(recognised(output)).toEqual({ matcher: 'state-locked', names });
    expect(recognised(output, 'plan')).toEqual({ matcher: 'state-locked', names });
  });

  test('is read without colours, and from behind what Terragrunt writes before each line', () => {
    const output = `Error: Error acquiring the state lock

Error message: resource temporarily unavailable
${lockInfo('9d2b9c1e')}${ADVICE}`;
    const through = output.replaceAll(/^/gm, '20:15:03.123 STDERR [eu/web] tofu: ');
    expect(recognised(output)?.names).toEqual({ lock: '9d2b9c1e', ...HOLDER });
    expect(recognised(`20:15:00.001 INFO   [eu/web] Running\n${through}`)?.names).toEqual({
      lock: '9d2b9c1e',
      ...HOLDER,
    });
  });

  test('kept by HTTP names the id in the sentence, never the block of our own refused attempt', () => {
    const refused = (sentence: string) => `Error: Error acquiring the state lock

Error message: ${sentence}
${lockInfo('aaaa-ours')}${ADVICE}`;
    expect(recognised(refused('HTTP remote state already locked: ID=bbbb-theirs'))?.names).toEqual({
      lock: 'bbbb-theirs',
    });
    expect(recognised(refused('HTTP remote state already locked:\nID=bbbb-theirs'))?.names).toEqual({
      lock: 'bbbb-theirs',
    });
    expect(recognised(refused('HTTP remote state already locked, failed to unmarshal body'))?.names).toEqual({});
    expect(recognised(refused('HTTP remote state already locked: ID=aaaa-ours'))?.names).toEqual({
      lock: 'aaaa-ours',
      ...HOLDER,
    });
  });

  test.each(['Workspace is already locked: default', 'Already locked for workspace creation: default'])(
    'in PostgreSQL names nobody: %s',
    (sentence) => {
      const output = `Error: Error acquiring the state lock\n\nError message: ${sentence}\n${lockInfo('aaaa-ours')}`;
      expect(recognised(output)).toEqual({ matcher: 'state-locked', names: {} });
    },
  );

  test('names nothing that could say more than it seems to', () => {
    const output = `Error: Error acquiring the state lock\n${lockInfo("1'; rm -rf /; '").replace('ada@deploy-1', '<!channel>`')}`;
    expect(recognised(output)?.names).toEqual({ since: HOLDER.since });
  });

  test('was not reached: its store is told apart by naming no lock', () => {
    expect(recognised('Error: Error acquiring the state lock\n\nError message: resource not found\n')).toEqual({
      matcher: 'state-locked',
      names: {},
    });
  });
});

describe('the other errors', () => {
  test.each([
    [
      'credentials',
      `│ Error: No valid credential sources found
│ 
│   with provider["registry.opentofu.org/hashicorp/aws"],
│   on providers.tf line 28, in provider "aws":
│   28: provider "aws" {
│ 
│ Error: failed to refresh cached credentials, no EC2 IMDS role found,
│ operation error ec2imds: GetMetadata, http response error StatusCode: 400
`,
      {},
    ],
    [
      'credentials',
      'Error: error configuring Terraform AWS Provider: no valid credential sources for Terraform AWS Provider found.\n',
      {},
    ],
    ['credentials', 'Unable to locate credentials. You can configure credentials by running "aws configure".\n', {}],
    [
      'provider-configuration',
      `│ Error: Invalid provider configuration
│ 
│ Provider "registry.terraform.io/hashicorp/azurerm" requires explicit
│ configuration. Add a provider block to the root module and configure the
│ provider's required arguments as described in the provider documentation.
`,
      {},
    ],
    [
      'provider-configuration',
      `Error: Backend initialization required, please run "tofu init"\n\nReason: Initial configuration\n`,
      {},
    ],
    [
      'already-exists',
      `aws_vpc.main: Creation complete after 2s [id=vpc-1]
╷
│ Error: creating RDS DB Instance (web): operation error RDS: CreateDBInstance, https response error StatusCode: 400, DBInstanceAlreadyExists: DB instance already exists
│ 
│   with module.db["eu west"].aws_db_instance.main[0],
│   on db.tf line 1, in resource "aws_db_instance" "main":
│    1: resource "aws_db_instance" "main" {
│ 
╵
`,
      { resource: 'module.db["eu west"].aws_db_instance.main[0]' },
    ],
    [
      'already-exists',
      `Error: Error creating Network: googleapi: Error 409: The resource 'projects/p/global/networks/web' already exists, alreadyExists

  with google_compute_network.web,
  on main.tf line 3, in resource "google_compute_network" "web":
`,
      { resource: 'google_compute_network.web' },
    ],
    [
      'already-exists',
      `Error: A resource with the ID "/subscriptions/1/resourceGroups/web" already exists - to be managed via Terraform this resource
needs to be imported into the State. Please see the resource documentation for "azurerm_resource_group" for more information.
`,
      {},
    ],
    [
      'drift',
      `Error: Saved plan is stale

The given plan file can no longer be applied because the state was changed by
another operation after the plan was created.
`,
      {},
    ],
    ['drift', `Note: Objects have changed outside of OpenTofu\n\n  # aws_instance.a has changed\n`, {}],
    [
      'creation-failed',
      `Error: waiting for RDS DB Instance (web) create: timeout while waiting for state to become 'available' (last state: 'creating', timeout: 40m0s)

  with aws_db_instance.main,
  on db.tf line 1, in resource "aws_db_instance" "main":
`,
      { resource: 'aws_db_instance.main' },
    ],
  ])('%s', (matcher, output, names) => {
    expect(recognised(output)).toEqual({ matcher, names });
  });

  test('are told by their own words, not by a note or by another error before them', () => {
    const output = `Note: Objects have changed outside of OpenTofu

Error: Unsupported argument

  with aws_vpc.other,
  on main.tf line 2

Error: creating S3 Bucket (web): BucketAlreadyOwnedByYou: Your previous request succeeded

  with aws_s3_bucket.web,
`;
    expect(recognised(output)).toEqual({ matcher: 'already-exists', names: { resource: 'aws_s3_bucket.web' } });
  });

  test('open only for the steps and the ends they are for', () => {
    const output = 'Error: creating S3 Bucket (web): BucketAlreadyExists\n';
    expect(recognised(output, 'verify')).toBeUndefined();
    expect(recognised(output, 'apply', 'unknown')).toBeUndefined();
  });
});

test.each([
  ['', 'nothing at all'],
  ['Error: Unsupported argument\n\nAn argument named "nmae" is not expected here.\n', 'an argument that is wrong'],
  ['Note: Objects have changed outside of OpenTofu\n\nError: Invalid index\n', 'an error after a note of drift'],
  ['the lock on the door was acquired; credentials already exist\n', 'words that only sound alike'],
  ['fatal: [web1]: UNREACHABLE! => {"changed": false}\n', 'another tool'],
  ['Error: Instance cannot be destroyed\n', 'a protection that held'],
])('an error that nobody knows is nobody’s: %j', (output) => {
  expect(recognised(output)).toBeUndefined();
});

test('an output of many megabytes, or one long line, is looked through at once', () => {
  const began = performance.now();
  for (const line of ['Error: ', '│ with a,', '20:15:03.123 STDERR [', 'ID: '])
    expect(recognised(line.repeat(2_000_000))).toBeUndefined();
  expect(recognised(`${'x\n'.repeat(3_000_000)}Error: Saved plan is stale\n`)?.matcher).toBe('drift');
  expect(performance.now() - began).toBeLessThan(3000);
});
