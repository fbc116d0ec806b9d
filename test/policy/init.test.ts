import { existsSync } from 'node:fs';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PassThrough, Readable } from 'node:stream';
import { text } from 'node:stream/consumers';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Lookup } from '../../src/cli/first-policy.ts';
import { init } from '../../src/cli/init.ts';
import { readPolicyFile } from '../../src/policy/read-policy-file.ts';

let file = '';
let folder = '';
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'gonogo-init-'));
  file = join(folder, 'gonogo.yaml');
});
afterEach(() => rm(folder, { recursive: true, force: true }));

async function answer(lines: readonly string[], lookup?: Lookup) {
  const output = new PassThrough();
  const input = Readable.from([lines.map((line) => `${line}\n`).join('')]);
  const code = await init({ file, input, output, ...(lookup && { lookup }) });
  output.end();
  return { code, said: await text(output) };
}

const CHANNELS = ['C0CHANGES', 'C0INCIDENTS', 'C0OPS'];

test('the answers become a policy that is valid', async () => {
  const answers = [
    'Europe/Zurich',
    ...CHANNELS,
    'U0BOB, U0CYD',
    '',
    'U0CYD',
    '',
    'S0OPS',
    'webshop',
    'Web shop',
    '',
    'y',
  ];
  const { code, said } = await answer(answers);
  expect(said).toMatch(/gonogo\.yaml is written/);
  expect(code).toBe(0);
  const reading = await readPolicyFile(file);
  expect(reading).toMatchObject({
    ok: true,
    policy: {
      timezone: 'Europe/Zurich',
      channels: { changes: 'C0CHANGES', incidents: 'C0INCIDENTS', operator: 'C0OPS' },
      roles: {
        'infrastructure-lead': { members: ['U0BOB', 'U0CYD'] },
        management: { members: ['U0BOB', 'U0CYD'] },
        validator: { members: ['U0CYD'] },
        implementer: { members: ['S0OPS'] },
      },
      services: { webshop: { name: 'Web shop', environment: 'production', critical: true } },
    },
  });
  expect(await readFile(file, 'utf8')).not.toMatch(/[&*]a1/);
});

test('an answer that is not taken is explained and asked for again', async () => {
  const answers = ['Mars/Phobos', 'UTC', '#changes', ...CHANNELS, '', 'bob', 'U0BOB', '', '', '', 'U0BOB', ''];
  const { code, said } = await answer(answers);
  expect(code).toBe(0);
  expect(said).toContain('expected an IANA time zone such as Europe/Zurich.');
  expect(said).toContain('expected the id of a channel such as C0CHANGES (not its name).');
  expect(said).toContain('At least one person or group is needed.');
  expect(said).toContain('never a name or an e-mail.');
  expect(await readPolicyFile(file)).toMatchObject({ ok: true, policy: { services: {} } });
});

test('names are looked up where Slack can be asked', async () => {
  const known: Record<string, string> = { 'channel changes': 'C0CHANGES', 'person ada': 'U0ADA' };
  const lookup: Lookup = (kind, name) => Promise.resolve(known[`${kind} ${name}`]);
  const { code } = await answer(['UTC', '#changes', 'C0B', 'C0C', '@nobody', '@ada', '', '', '', '@ada', ''], lookup);
  expect(code).toBe(0);
  expect(await readPolicyFile(file)).toMatchObject({
    ok: true,
    policy: { channels: { changes: 'C0CHANGES' }, roles: { implementer: { members: ['U0ADA'] } } },
  });
});

test('an existing policy is left as it is', async () => {
  await writeFile(file, 'mine');
  const { code, said } = await answer([]);
  expect([code, await readFile(file, 'utf8')]).toEqual([1, 'mine']);
  expect(said).toMatch(/exists already/);
});

test('nothing is written when the input ends early', async () => {
  const { code, said } = await answer(['UTC', 'C0CHANGES']);
  expect([code, existsSync(file)]).toEqual([1, false]);
  expect(said).toMatch(/nothing was written/);
});
