import { mkdir, readFile, readdir, writeFile } from 'node:fs/promises';
import { expect, test } from 'vitest';
import { aListener } from './a-listener.ts';
import { aWebsite } from './a-website.ts';
import { anExample } from './an-example.ts';
import { aTool } from './a-tool.ts';

test('a machine of Proxmox VE is changed after a snapshot, and brought back to it', { timeout: 180_000 }, async () => {
  const { bin, at } = await aTool('qm');
  await mkdir(at('vm/snapshots'), { recursive: true });
  for (const [file, text] of Object.entries({ memory: '4096', wanted: '4096', status: 'running' }))
    await writeFile(at(`vm/${file}`), `${text}\n`);
  const vm = async () =>
    Promise.all(['memory', 'status'].map(async (of) => (await readFile(at(`vm/${of}`), 'utf8')).trim()));
  const fill = { 'mail.example.net:25': await aListener() };
  const example = await anExample('proxmox', { fill, params: { memory: '8192' }, bin: [bin] });

  await example.goes('preflight');
  await example.goes('backup');
  expect((await example.goes('plan')).output).toContain('VM 101: memory 4096 MB -> 8192 MB');
  expect((await example.step('verify')).outcome.outcome).toBe('failed');
  await example.goes('apply');
  await example.goes('verify');
  expect(await vm()).toEqual(['8192', 'running']);
  await example.goes('rollback', 'infrastructure');
  expect(await vm()).toEqual(['4096', 'running']);
  expect(await readdir(at('vm/snapshots'))).toHaveLength(1);
});

test(
  'a service of ECS is moved and moved back; one that its circuit breaker moved back has failed',
  { timeout: 180_000 },
  async () => {
    const { bin, at } = await aTool('aws');
    await mkdir(at('ecs'));
    await writeFile(at('ecs/running'), '42\n');
    for (const [revision, image] of Object.entries({ 42: 'backend:1.0', 43: 'backend:1.1', 44: 'backend:broken' }))
      await writeFile(at(`ecs/revision-${revision}`), `[\n    { "image": "${image}" }\n]\n`);
    const runs = async () => (await readFile(at('ecs/running'), 'utf8')).trim();
    const site = await aWebsite();
    const fill = { 'https://api.example.net/': site.url };
    const to = (revision: string) => anExample('ecs', { fill, params: { revision }, bin: [bin] });

    const good = await to('43');
    await good.goes('preflight');
    await good.goes('backup');
    expect((await good.goes('plan')).output).toMatch(/^-.*backend:1\.0.*\n\+.*backend:1\.1/m);
    await good.goes('apply');
    await good.goes('verify');
    expect(await runs()).toBe('43');
    await good.goes('rollback', 'application');
    expect(await runs()).toBe('42');

    const bad = await to('44');
    await bad.goes('backup');
    const applied = await bad.step('apply');
    expect(applied.outcome).toMatchObject({ outcome: 'failed', exitCode: 1 });
    expect(applied.output).toContain('backend-prod was moved back');
    expect((await (await to('45')).step('preflight')).outcome).toMatchObject({ outcome: 'failed' });
  },
);
