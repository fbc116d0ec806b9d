import { execFile } from 'node:child_process';
import { chmod, mkdir, readFile, writeFile } from 'node:fs/promises';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';
import { tempFolder } from '../command/runs.ts';
import { folderOf } from '../support/has-program.ts';
import { anExample } from './an-example.ts';
import { aWebsite } from './a-website.ts';

const bin = folderOf('restic', 'the example with restic');

test.runIf(bin)(
  'files are snapshotted, restored on trial, released, and brought back by restic',
  { timeout: 180_000 },
  async () => {
    const place = await tempFolder();
    const [wiki, releases] = [join(place, 'wiki'), join(place, 'releases')];
    const env = { RESTIC_REPOSITORY: join(place, 'repository'), RESTIC_PASSWORD_FILE: join(place, 'password') };
    await mkdir(join(wiki, 'pages'), { recursive: true });
    await mkdir(join(releases, '2.0.0'), { recursive: true });
    await writeFile(env.RESTIC_PASSWORD_FILE, 'a password of the test');
    await writeFile(join(wiki, 'VERSION'), '1.0.0\n');
    await writeFile(join(wiki, 'pages/home'), 'Written by people.\n');
    await chmod(join(wiki, 'pages/home'), 0o640);
    await writeFile(join(releases, '2.0.0/VERSION'), '2.0.0\n');
    await writeFile(join(releases, '2.0.0/new'), 'New.\n');
    await promisify(execFile)('restic', ['init'], { env: { PATH: process.env['PATH'], ...env } });
    const site = await aWebsite();
    const example = await anExample('restic', {
      fill: { '/srv/wiki-releases': releases, '/srv/wiki': wiki, 'https://wiki.example.net/': site.url },
      env,
      params: { release: '2.0.0' },
    });

    await example.goes('preflight');
    expect((await example.goes('backup')).output).toContain('Restored 2 files');
    expect((await example.goes('plan')).output).toContain('~ ./VERSION\n+ ./new\n');
    expect((await example.step('verify')).outcome.outcome).toBe('failed');
    await example.goes('apply');
    await example.goes('verify');
    expect(await readFile(join(wiki, 'pages/home'), 'utf8')).toBe('Written by people.\n');

    await example.goes('rollback', 'application');
    expect(await readFile(join(wiki, 'VERSION'), 'utf8')).toBe('1.0.0\n');
    expect(existsSync(join(wiki, 'new'))).toBe(false);
    expect(existsSync(`${wiki}.failed/new`)).toBe(true);

    // Without a backup of today the one of yesterday proves nothing.
    await writeFile(env.RESTIC_PASSWORD_FILE, 'another password');
    expect((await example.step('backup')).outcome).toMatchObject({ outcome: 'failed' });
    expect(existsSync(join(example.cwd, 'snapshot'))).toBe(false);
  },
);
