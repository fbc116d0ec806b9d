import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PassThrough } from 'node:stream';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { checkConfig } from '../../src/cli/check-config.ts';
import { REQUIRED } from './a-policy.ts';

let folder = '';
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'gonogo-check-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

async function check(policy: string, env: Record<string, string> = { PATH: '/usr/bin:/bin' }) {
  const file = join(folder, 'gonogo.yaml');
  await writeFile(file, policy);
  const output = new PassThrough();
  const code = await checkConfig({ file, env, labels: ['default'], output });
  output.end();
  return { code, said: (await text(output)).replaceAll(file, 'gonogo.yaml') };
}

test('every problem is printed with its line, and the exit code is 1', async () => {
  const { code, said } = await check(`${REQUIRED}language: de\nmail: { from: me }\n`);
  expect(code).toBe(1);
  expect(said).toBe(
    'gonogo.yaml:9 language: got "de"; expected en or fr\n' +
      'gonogo.yaml:10 mail.from: got "me"; expected an e-mail address\n' +
      '2 problems: this policy would be refused.\n',
  );
});

test('a valid policy is summed up, with what is in force', async () => {
  const { code, said } = await check(await readFile(new URL('../../examples/gonogo.yaml', import.meta.url), 'utf8'));
  expect(code).toBe(0);
  expect(said).toContain('role      infrastructure-lead: U0BOB; delegates U0CYD\n');
  expect(said).toContain('service   hannibal: ISC Learn, production, critical; runbooks hannibal-release\n');
  expect(said).toMatch(/^runbook {3}hannibal-release: on default, destructive, digest [0-9a-f]{12}$/m);
  expect(said).toMatch(/^warning: runbooks\.hannibal-release\.cwd: there is no folder /m);
  expect(said).toMatch(/gonogo\.yaml is valid, with 3 warnings\.\n$/);
});

test.each(['ecs', 'nginx', 'postgresql', 'proxmox', 'restic', 'terragrunt'])(
  'the ready runbook examples/runbooks/%s.yaml is accepted, and only its tools may be missing here',
  async (name) => {
    const file = fileURLToPath(new URL(`../../examples/runbooks/${name}.yaml`, import.meta.url));
    const output = new PassThrough();
    const code = await checkConfig({ file, env: { PATH: '/usr/bin:/bin' }, labels: ['default', 'pve-1'], output });
    output.end();
    const warnings = (await text(output)).match(/^warning: .*$/gm) ?? [];
    expect(code).toBe(0);
    expect(warnings.filter((line) => !/: there is no program [\w-]+ here that may be run\.$/.test(line))).toEqual([]);
  },
);

test('a pattern that is broken would be refused with the policy, and those in force are told', async () => {
  const { said: before } = await check(REQUIRED);
  expect(before).toMatch(
    /^pattern {3}routine-maintenance: Routine maintenance, standard, pre-approved, version 1\.1\.0$/m,
  );
  await mkdir(join(folder, 'patterns'));
  const ours = 'title: Ours\nversion: 1.0.0\nowner: Us\nupdated: 2026-11-28\nkind: normal\nrisk: low\nduration: 1h\n';
  await writeFile(join(folder, 'patterns/ours.yaml'), `${ours}status: draft\n`);
  expect((await check(REQUIRED)).said).toMatch(/^pattern {3}ours: Ours, normal, version 1\.0\.0, draft$/m);
  await writeFile(join(folder, 'patterns/ours.yaml'), 'titel: Ours\n');
  const { code, said } = await check(REQUIRED);
  expect(code).toBe(1);
  expect(said).toContain('patterns/ours.yaml:1 patterns.ours.titel: unknown key; expected title, perhaps\n');
});

test('what is probably not meant is a warning', async () => {
  await mkdir(join(folder, 'web'));
  await writeFile(join(folder, 'web/deploy.sh'), '#!/bin/sh\n', { mode: 0o644 });
  const more = `overrides: { role: management, need: 2 }
approvals: { normal: [] }
services: { web: { name: Web, audience: { emails: [web@example.net], teams: [NO_SUCH_WEBHOOK] } } }
runbooks:
  web:
    cwd: web
    params: { tag: {} }
    preflight: [{ run: [ls] }, { run: [no-such-program] }]
    apply: { run: [./deploy.sh] }
`;
  const policy = REQUIRED.replace('S0MGMT', 'U0DAN').replace('[U0EVE]', '[]') + more;
  const { code, said } = await check(policy);
  expect(code).toBe(0);
  expect(said.split('\n').filter((line) => line.startsWith('warning: '))).toEqual([
    'warning: roles.security: nobody holds this role.',
    'warning: overrides: needs 2 of management, which 1 can give.',
    'warning: approvals.normal: nobody has to approve these changes.',
    'warning: services: the variable SMTP_URL is not set here, so the mailboxes of Web hear nothing.',
    'warning: services: mail.from is not set, so the mailboxes of Web hear nothing.',
    'warning: services: the variable NO_SUCH_WEBHOOK is not set here, so Web has no Teams channel behind it.',
    'warning: runbooks.web.params.tag: has no pattern, so any text is passed on.',
    'warning: runbooks.web.params.tag: no command uses it.',
    'warning: runbooks.web: destructive and without a backup: no start without an override.',
    'warning: runbooks.web: there is no program ./deploy.sh here that may be run.',
    'warning: runbooks.web: there is no program no-such-program here that may be run.',
  ]);
});

test('what a change of a critical service would have to be overridden for, and that nobody would hear of it, is one', async () => {
  const { said } = await check(
    `${REQUIRED}services: { shop: { name: Shop, critical: true, runbooks: [far] } }
runbooks: { far: { runsOn: elsewhere, destructive: false, rollback: { application: { run: [./back], estimate: 6m } } } }\n`,
  );
  expect(said.split('\n').filter((line) => line.startsWith('warning: '))).toEqual([
    'warning: services.shop: critical, and its audience is empty: nobody who uses Shop is told.',
    'warning: runbooks.far.rollback: of a critical service, and not declared to take 5m or less: no start without an override.',
    'warning: runbooks.far: of a critical service and without a backup: no start without an override.',
  ]);
});

test('a backup that nothing proves, or that nobody tries to restore, is one too', async () => {
  const { said } = await check(
    `${REQUIRED}runbooks: { far: { runsOn: elsewhere, backup: { run: [./save], estimate: 1h } } }\n`,
  );
  expect(said.split('\n').filter((line) => line.startsWith('warning: '))).toEqual([
    'warning: runbooks.far.backup: no proof: no destructive change starts without an override.',
    'warning: runbooks.far.backup: no restoreTest: no destructive change starts until that is waived.',
  ]);
});

test.each([
  String.raw`"a@example.net\r\nBcc: b@example.net"`,
  String.raw`"a@example.net\n"`,
  '"Ada <a@example.net>"',
  '"a@example.net, b@example.net"',
])('no mailbox of an audience is %s', async (mailbox) => {
  const { code, said } = await check(
    `${REQUIRED}services: { web: { name: Web, audience: { emails: [${mailbox}] } } }\n`,
  );
  expect(code).toBe(1);
  expect(said).toContain('expected an e-mail address');
});

test('programs are looked for only where the runbook runs', async () => {
  const { said } = await check(
    `${REQUIRED}runbooks: { far: { runsOn: elsewhere, destructive: false, apply: { run: [no-such-program] } } }\n`,
  );
  expect(said).toMatch(/valid, with 0 warnings/);
});
