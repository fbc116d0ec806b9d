import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { openTofu } from '../../sandbox/demo/prepare-hosting.ts';
import { playbookFor, type HowEnded, type Playbook, type Trouble } from '../../src/change/playbook.ts';
import { recognise } from '../../src/change/recognise.ts';
import { launchRun } from '../../src/jobs/command/launch.ts';
import { requestStop } from '../../src/jobs/command/stop.ts';
import { withPlaybooks } from '../../src/policy/with-playbooks.ts';
import { aPolicy } from '../support/a-policy.ts';
import { hasTofu } from '../support/tofu.ts';
import { aStack, type Ended } from './a-stack.ts';
import { endOf, until } from './runs.ts';

/** A dozen processes, on a machine that may be busy. */
const WORK = { timeout: 60_000 } as const;

/** Two servers one after the other; the first says that it has begun, and takes until somebody lets it end. */
const SLOW = `
resource "terraform_data" "first" {
  provisioner "local-exec" { command = "touch begun; while test -e begun && ! test -e end; do sleep 0.05; done" }
}
resource "terraform_data" "second" { depends_on = [terraform_data.first] }
`;

/** The second cannot be made. */
const BROKEN = `
resource "terraform_data" "first" { input = "a" }
resource "terraform_data" "second" {
  depends_on = [terraform_data.first]
  provisioner "local-exec" { command = "test -e capacity" }
}
resource "terraform_data" "third" { depends_on = [terraform_data.second] }
`;

describe.runIf(hasTofu('how the real one fails'))('the real OpenTofu', () => {
  let playbooks: readonly Playbook[] = [];
  beforeAll(async () => {
    const read = await withPlaybooks(aPolicy({ patterns: '/nowhere' }));
    if (!read.ok) throw new Error(JSON.stringify(read.problems));
    playbooks = read.value.playbooks ?? [];
  });

  /** What the worker would recognise in such an end, and the playbook that it opens. */
  function opened({ outcome: { outcome }, output }: Ended, step: HowEnded['step']): Trouble | undefined {
    const trouble = recognise(output, playbooks, { step, outcome });
    expect(playbookFor(playbooks, { step, outcome, ...(trouble ? { trouble } : {}) })?.id).toBe(trouble?.matcher);
    return trouble;
  }

  test(
    'names the lock that a living run holds and its holder; once that has died, it holds up nobody',
    WORK,
    async () => {
      const stack = await aStack(SLOW);
      const holder = await aHolder(stack);
      const { ID, Who } = JSON.parse(readFileSync(join(stack.cwd, '.terraform.tfstate.lock.info'), 'utf8'));
      const refused = await stack.tryPlan();
      expect(refused.outcome).toMatchObject({ outcome: 'failed' });
      expect(opened(refused, 'plan')).toMatchObject({ matcher: 'state-locked', names: { lock: ID, holder: Who } });
      await holder.die();
      expect(await stack.byHand('plan', '-input=false')).toBe(0);
    },
  );

  test(
    'left a lock in a store that outlives it: the id to unlock is the one that is named, not that of the refused',
    WORK,
    async () => {
      const store = await aStateStore();
      const stack = await aStack(`terraform {\n  backend "http" {\n${store.settings}\n  }\n}\n${SLOW}`);
      expect(await stack.byHand('init', '-input=false')).toBe(0);
      await (await aHolder(stack)).die();
      const trouble = opened(await stack.tryPlan(), 'plan');
      expect(trouble).toMatchObject({ matcher: 'state-locked', names: { lock: store.lock() } });
      expect(await stack.byHand('force-unlock', '-force', trouble?.names.lock ?? '')).toBe(0);
      // What the dead had begun nobody wrote down: the plan wants it once more.
      expect((await stack.plan()).review.counts).toEqual({ create: 2 });
    },
  );

  test(
    'that is stopped ends what is in flight, begins nothing more, and leaves a state that knows of it',
    WORK,
    async () => {
      const stack = await aStack(SLOW);
      const run = stack.prepare([stack.tofu('apply', '-input=false', '-auto-approve')]);
      await launchRun({ ...run, env: stack.env });
      await until(() => existsSync(join(stack.cwd, 'begun')));
      await requestStop(run.dir, { by: 'U0ADA', at: Date.now(), reason: 'wrong release' });
      const { outcome } = await endOf(run.dir);
      expect(outcome).toMatchObject({
        outcome: 'stopped',
        exitCode: 1,
        reason: expect.stringContaining('wrong release'),
      });
      expect(outcome).not.toHaveProperty('survivors');
      const { review } = await stack.plan();
      expect(review.counts).toEqual({ replace: 1, create: 1 });
      expect(review.items).toMatchObject([{ address: 'terraform_data.first', reason: 'replace_because_tainted' }]);
    },
  );

  test(
    'that fails half-way keeps what it made: its plan is no good twice, a second one has the rest',
    WORK,
    async () => {
      const stack = await aStack(BROKEN);
      expect(await stack.byHand('plan', '-input=false', '-out=plan.bin')).toBe(0);
      expect(await stack.byHand('apply', '-input=false', 'plan.bin')).toBe(1);
      const again = await stack.run([stack.tofu('apply', '-input=false', '-no-color', 'plan.bin')]);
      expect(again.outcome).toMatchObject({ outcome: 'failed' });
      expect(opened(again, 'apply')).toMatchObject({ matcher: 'drift' });

      expect((await stack.plan()).review.counts).toEqual({ replace: 1, create: 1, unchanged: 1 });
      writeFileSync(join(stack.cwd, 'capacity'), '');
      expect(await stack.byHand('apply', '-input=false', 'plan.bin')).toBe(0);
      expect(await stack.byHand('plan', '-input=false', '-detailed-exitcode')).toBe(0);
    },
  );

  test('tells what is marked as damaged from what was asked to be replaced', WORK, async () => {
    const stack = await aStack('resource "terraform_data" "a" {}\nresource "terraform_data" "b" {}');
    expect(await stack.byHand('apply', '-auto-approve')).toBe(0);
    expect(await stack.byHand('taint', 'terraform_data.a')).toBe(0);
    const { review } = await stack.plan({}, '-replace=terraform_data.b');
    expect(review.items).toMatchObject([
      { address: 'terraform_data.a', action: 'replace', reason: 'replace_because_tainted' },
      { address: 'terraform_data.b', action: 'replace', reason: 'replace_by_request' },
    ]);
  });

  test('does not begin without a provider, and says so', WORK, async () => {
    const source = 'terraform {\n  required_providers {\n    cloud = { source = "cloud.invalid/acme/cloud" }\n  }\n}';
    const stack = await aStack(`${source}\nresource "cloud_server" "a" {}`);
    const planned = await stack.tryPlan();
    expect(planned.outcome).toMatchObject({ outcome: 'failed' });
    expect(opened(planned, 'plan')).toMatchObject({ matcher: 'provider-configuration' });
  });
});

/** Somebody's own apply that has begun and holds the lock; it dies as where memory is short, and lets go of nothing. */
async function aHolder({ cwd, env }: Awaited<ReturnType<typeof aStack>>) {
  const args = ['apply', '-input=false', '-auto-approve'];
  const holder = spawn(openTofu() ?? 'tofu', args, {
    cwd,
    env: { PATH: process.env['PATH'], ...env },
    stdio: 'ignore',
  });
  onTestFinished(() => void holder.kill('SIGKILL'));
  await until(() => existsSync(join(cwd, 'begun')));
  return {
    async die(): Promise<void> {
      const gone = once(holder, 'exit');
      holder.kill('SIGKILL');
      await gone;
    },
  };
}

/** A store of one state that is spoken to by HTTP and whose lock outlives whoever took it. */
async function aStateStore() {
  let state = '';
  let lock = '';
  const answer = (method: string | undefined, body: string): readonly [status: number, body?: string] => {
    if (method === 'LOCK' && lock !== '') return [423, lock];
    if (method === 'LOCK') lock = body;
    if (method === 'UNLOCK') lock = '';
    if (method === 'POST') state = body;
    if (method !== 'GET') return [200];
    return state === '' ? [404] : [200, state];
  };
  const server = createServer((request, response) => {
    let body = '';
    request.setEncoding('utf8').on('data', (part: string) => (body += part));
    request.on('end', () => {
      const [status, said] = answer(request.method, body);
      response.writeHead(status).end(said);
    });
  });
  await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => void server.close());
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
  return {
    settings: [`address = "${url}"`, `lock_address = "${url}"`, `unlock_address = "${url}"`].join('\n'),
    lock: (): string => JSON.parse(lock).ID,
  };
}
