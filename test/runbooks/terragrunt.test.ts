import { execFile } from 'node:child_process';
import { mkdir, readFile, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';
import { openTofu } from '../../sandbox/demo/prepare-hosting.ts';
import { tempFolder } from '../command/runs.ts';
import { hasTofu } from '../support/tofu.ts';
import { aTool } from './a-tool.ts';
import { aWebsite } from './a-website.ts';
import { anExample } from './an-example.ts';

const FOLDER = 'prod/us-east-1';

/** A repository with two units at two commits, and a clone in which the first one stands. */
async function aRepository(bin: string) {
  const place = await tempFolder();
  const [origin, live] = [join(place, 'origin'), join(place, 'live')];
  const env = { PATH: `${bin}:${process.env['PATH']}`, HOME: place, TF_CLI_CONFIG_FILE: '/dev/null' };
  const git = async (cwd: string, ...args: string[]): Promise<string> => {
    const who = ['-c', 'user.name=Ada', '-c', 'user.email=ada@example.net', '-c', 'init.defaultBranch=main'];
    return (await promisify(execFile)('git', [...who, ...args], { cwd, env })).stdout.trim();
  };
  const commit = async (engine: string): Promise<string> => {
    await unit('database', `resource "terraform_data" "db" {\n  triggers_replace = { engine = "${engine}" }\n}\n`);
    await unit('web', `resource "terraform_data" "web" {\n  input = "for ${engine}"\n}\n`);
    await git(origin, 'add', '--all');
    await git(origin, 'commit', '--quiet', '--message', `Engine ${engine}`);
    return git(origin, 'rev-parse', 'HEAD');
  };
  const unit = async (name: string, code: string): Promise<void> => {
    const folder = join(origin, FOLDER, name);
    await mkdir(folder, { recursive: true });
    await writeFile(join(folder, 'terragrunt.hcl'), '');
    await writeFile(join(folder, 'main.tf'), code);
  };
  await mkdir(origin);
  await git(origin, 'init', '--quiet');
  await writeFile(join(origin, '.gitignore'), '*.tfstate*\n.terraform*\n');
  await writeFile(join(origin, 'Makefile'), 'test-prod:\n\t@echo All smoke tests passed\n');
  const first = await commit('15');
  await git(place, 'clone', '--quiet', origin, live);
  for (const name of ['database', 'web'])
    await promisify(execFile)('tofu', ['apply', '-auto-approve', '-input=false'], {
      cwd: join(live, FOLDER, name),
      env,
    });
  await git(live, 'tag', 'applied-prod', first);
  return { live, second: await commit('16'), first, stands: () => git(live, 'rev-parse', 'applied-prod') };
}

test.runIf(hasTofu('the example with Terragrunt'))(
  'units are planned together, applied as planned, and taken back by the commit that stood before',
  { timeout: 180_000 },
  async () => {
    const { bin } = await aTool('terragrunt');
    await symlink(openTofu() ?? '', join(bin, 'tofu'));
    const { live, first, second, stands } = await aRepository(bin);
    const site = await aWebsite();
    const example = await anExample('terragrunt', {
      fill: { '/srv/live-prod': live, 'https://api.example.net/': site.url },
      env: { TF_CLI_CONFIG_FILE: '/dev/null' },
      params: { commit: second },
      bin: [bin],
      runbook: 'stack-prod',
    });
    const engine = async (): Promise<unknown> =>
      JSON.parse(await readFile(join(live, FOLDER, 'database/terraform.tfstate'), 'utf8')).resources[0].instances[0]
        .attributes.triggers_replace.value;

    await example.goes('preflight');
    expect((await example.goes('backup')).output).toMatch(/OpenTofu reads database.*\nOpenTofu reads web/);
    const planned = await example.goes('plan');
    const review = planned.outcome.facts.find((fact) => fact.kind === 'plan')?.review;
    expect(review).toMatchObject({
      counts: { replace: 1, update: 1 },
      units: [{ name: 'database' }, { name: 'web' }],
      items: [{ unit: 'database', address: 'terraform_data.db', action: 'replace', forcedBy: ['triggers_replace'] }],
    });
    await example.goes('apply');
    await example.goes('verify');
    expect([await engine(), await stands()]).toEqual([{ engine: '16' }, second]);
    const left = await example.goes('plan');
    expect(left.outcome.facts.find((fact) => fact.kind === 'plan')?.review?.counts).toEqual({ unchanged: 2 });

    site.ails();
    expect((await example.step('verify')).outcome.outcome).toBe('failed');
    const back = await example.goes('plan', 'infrastructure');
    expect(back.outcome.facts.find((fact) => fact.kind === 'plan')?.review).toMatchObject({ counts: { replace: 1 } });
    await example.goes('rollback', 'infrastructure');
    expect([await engine(), await stands()]).toEqual([{ engine: '15' }, first]);
  },
);
