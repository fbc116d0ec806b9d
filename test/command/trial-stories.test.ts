import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { copyFile, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openTofu } from '../../sandbox/demo/prepare-hosting.ts';
import { isEmptyPlan } from '../../src/change/plan/plan-review.ts';
import { playbookFor, type Playbook } from '../../src/change/playbook.ts';
import { recognise } from '../../src/change/recognise.ts';
import { readStatus } from '../../src/jobs/command/inspect-run.ts';
import { readKept } from '../../src/jobs/command/kept-files.ts';
import { launchRun } from '../../src/jobs/command/launch.ts';
import { requestStop } from '../../src/jobs/command/stop.ts';
import { withPlaybooks } from '../../src/policy/with-playbooks.ts';
import { aPolicy } from '../support/a-policy.ts';
import {
  placeProvider,
  residentProvider,
  TRIAL_SOURCE,
  type ResidentProvider,
} from '../support/provider/place-provider.ts';
import { worldIn } from '../support/provider/world.ts';
import { hasTofu } from '../support/tofu.ts';
import { aStack, type Ended } from './a-stack.ts';
import { endOf, kill, until } from './runs.ts';

/** A dozen processes, on a machine that may be busy. */
const WORK = { timeout: 60_000 } as const;

const SOURCE = `terraform {
  required_providers {
    trial = { source = "${TRIAL_SOURCE}" }
  }
}`;

/** Things one after the other, each with what else is asked of it. */
function things(world: string, wanted: Readonly<Record<string, string>>): string {
  const names = Object.keys(wanted);
  const settings = `provider "trial" {\n  world = "${world}"\n}`;
  const blocks = names.map((name, i) => {
    const former = i === 0 ? '' : `depends_on = [trial_thing.${names[i - 1]}]`;
    return `resource "trial_thing" "${name}" {\n  name = "${name}"\n  ${wanted[name]}\n  ${former}\n}`;
  });
  return [SOURCE, settings, ...blocks].join('\n');
}

describe.runIf(hasTofu('what it does with a provider'))('OpenTofu with a provider', () => {
  let home = '';
  let env: Readonly<Record<string, string>> = {};
  let resident: ResidentProvider | undefined;
  let playbooks: readonly Playbook[] = [];

  beforeAll(async () => {
    const read = await withPlaybooks(aPolicy({ patterns: '/nowhere' }));
    if (!read.ok) throw new Error(JSON.stringify(read.problems));
    playbooks = read.value.playbooks ?? [];
    home = await mkdtemp(join(tmpdir(), 'gonogo-trial-'));
    const own = { TF_DATA_DIR: join(home, 'initialised'), TF_CLI_CONFIG_FILE: '/dev/null' };
    env = { ...(await placeProvider(home)), ...own };
    await writeFile(join(home, 'main.tf'), SOURCE);
    await promisify(execFile)(openTofu() ?? 'tofu', ['init', '-input=false'], {
      cwd: home,
      env: { PATH: process.env['PATH'], ...env },
    });
    resident = await residentProvider(home);
  });

  afterAll(async () => {
    resident?.end();
    await rm(home, { recursive: true, force: true });
  });

  /** A stack of things beside the world in which they are, initialised. */
  async function aTrial(wanted: Readonly<Record<string, string>>) {
    const stack = await aStack('', { env: { ...env, ...resident?.env } });
    await copyFile(join(home, '.terraform.lock.hcl'), join(stack.cwd, '.terraform.lock.hcl'));
    const folder = join(stack.cwd, 'world');
    const world = worldIn(folder);
    const want = (anew: Readonly<Record<string, string>>) => stack.write(things(folder, anew));
    want(wanted);
    return {
      ...stack,
      world,
      want,
      names: (): readonly string[] => world.things().map(({ name }) => name),
      /** Begins to apply, with a provider of its own, a plan whose making of a thing is held, and answers once that is being waited for. */
      async beginApply(name: string) {
        world.hold(name);
        const planned = await stack.plan();
        const run = stack.prepare([
          { kind: 'unchanged', files: (await readKept(planned.dir)) ?? [] },
          stack.tofu('apply', '-input=false', '-no-color', 'plan.bin'),
        ]);
        await launchRun({ ...run, env });
        return { dir: run.dir, provider: await until(() => world.waiting(name)) };
      },
    };
  }

  /** What the worker would recognise in such an apply, and the playbook that opens. */
  function opened({ outcome: { outcome }, output }: Pick<Ended, 'outcome' | 'output'>) {
    const trouble = recognise(output, playbooks, { step: 'apply', outcome });
    const playbook = playbookFor(playbooks, { step: 'apply', outcome, ...(trouble ? { trouble } : {}) });
    return { playbook: playbook?.id, resource: trouble?.names.resource };
  }

  test('names what was changed and removed outside, and puts it back', WORK, async () => {
    const { plan, apply, byHand, world, names } = await aTrial({ first: 'size = 1', second: '', third: '' });
    expect(await byHand('apply', '-auto-approve')).toBe(0);
    const [first, second] = world.things();
    if (!first || !second) throw new Error('nothing was made');
    world.put({ ...first, size: 7 });
    world.remove(second.id);

    const drifted = await plan();
    expect(drifted.review.counts).toEqual({ update: 1, create: 1, unchanged: 1, drift: 2 });
    const [type, action] = ['trial_thing', 'drift'];
    expect(drifted.review.items).toEqual([
      { address: 'trial_thing.first', type, action },
      { address: 'trial_thing.second', type, action, removedOutside: true },
    ]);
    expect((await apply(drifted)).outcome.outcome).toBe('succeeded');
    expect(world.find(first.id)).toEqual(first);
    expect(names()).toEqual(['first', 'second', 'third']);
    expect(isEmptyPlan((await plan()).review)).toBe(true);
  });

  test('names the attribute that forces a thing to be made anew', WORK, async () => {
    const { plan, apply, byHand, want, world } = await aTrial({ first: 'size = 1\nzone = "a"', second: 'size = 1' });
    expect(await byHand('apply', '-auto-approve')).toBe(0);
    const [before] = world.things();
    want({ first: 'size = 2\nzone = "b"', second: 'size = 2' });
    const planned = await plan();
    expect(planned.review.counts).toEqual({ replace: 1, update: 1 });
    expect(planned.review.items).toEqual([
      {
        address: 'trial_thing.first',
        type: 'trial_thing',
        action: 'replace',
        reason: 'replace_because_cannot_update',
        forcedBy: ['zone'],
      },
    ]);
    expect((await apply(planned)).outcome.outcome).toBe('succeeded');
    const [after, ...rest] = world.things();
    expect(after).toMatchObject({ name: 'first', size: 2, zone: 'b' });
    expect(after?.id).not.toBe(before?.id);
    expect(rest).toMatchObject([{ name: 'second', size: 2 }]);
  });

  test(
    'gets one SIGINT for a stop, however often it is asked for, ends what is under way, and writes it down',
    WORK,
    async () => {
      const { beginApply, plan, world, names, cwd } = await aTrial({ first: '', second: '' });
      const { dir } = await beginApply('first');
      const stop = { by: 'U0ADA', at: Date.now(), reason: 'wrong release' };
      expect([await requestStop(dir, stop), await requestStop(dir, stop)]).toEqual([true, false]);
      await until(() => world.told() !== '');
      const status = await until(() => readStatus(dir));
      expect(status.interrupted).toEqual([
        { pid: expect.any(Number), command: expect.stringContaining('/tofu apply') },
      ]);
      expect(existsSync(join(cwd, '.terraform.tfstate.lock.info'))).toBe(true);

      world.letGo('first');
      const ended = await endOf(dir);
      expect(ended.outcome).toMatchObject({ outcome: 'stopped', exitCode: 1 });
      expect(ended.outcome).not.toHaveProperty('survivors');
      expect(ended.output.match(/Interrupt received/g)).toHaveLength(1);
      expect(ended.output).not.toContain('Two interrupts');
      // OpenTofu told its provider by itself; no signal came to that.
      expect(world.told()).toBe('stop ');
      expect(names()).toEqual(['first']);
      expect(existsSync(join(cwd, '.terraform.tfstate.lock.info'))).toBe(false);
      expect((await plan()).review.counts).toEqual({ create: 1, unchanged: 1 });
    },
  );

  test(
    'that is refused half-way keeps what it made, says what was refused, and wants only the rest the next time',
    WORK,
    async () => {
      const { plan, apply, byHand, world, names } = await aTrial({ first: '', second: '', third: '' });
      world.refuse('second', 'The moon stands in the wrong house');
      const unheard = await apply(await plan());
      expect(unheard.outcome).toMatchObject({ outcome: 'failed', exitCode: 1 });
      expect(opened(unheard)).toEqual({ playbook: 'apply-failed' });
      expect(names()).toEqual(['first']);

      world.refuse('second', 'creating a thing: QuotaExceeded: there are enough of them');
      const refused = await apply(await plan());
      expect(refused.outcome).toMatchObject({ outcome: 'failed', exitCode: 1 });
      expect(opened(refused)).toEqual({ playbook: 'creation-failed', resource: 'trial_thing.second' });

      world.relent('second');
      expect((await plan()).review.counts).toEqual({ create: 2, unchanged: 1 });
      expect(await byHand('apply', 'plan.bin')).toBe(0);
      expect(names()).toEqual(['first', 'second', 'third']);
    },
  );

  test('whose provider is killed in mid-apply fails, and loses nothing of what was made', WORK, async () => {
    const { beginApply, plan, byHand, world, names, cwd } = await aTrial({ first: '', second: '' });
    const { dir, provider } = await beginApply('second');
    kill(provider);
    const ended = await endOf(dir);
    expect(ended.outcome).toMatchObject({ outcome: 'failed', exitCode: 1 });
    // How it says so depends on how far the call had come.
    expect(ended.output).toMatch(/Error: (?:Plugin did not respond|Request cancelled)/);
    expect(opened(ended)).toEqual({ playbook: 'apply-failed' });
    expect(existsSync(join(cwd, '.terraform.tfstate.lock.info'))).toBe(false);
    expect(names()).toEqual(['first']);

    world.letGo('second');
    expect((await plan()).review.counts).toEqual({ create: 1, unchanged: 1 });
    expect(await byHand('apply', 'plan.bin')).toBe(0);
    expect(names()).toEqual(['first', 'second']);
  });
});
