import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { mkdir, readFile, readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, expect, test } from 'vitest';
import { freePort } from '../../src/postgres/free-port.ts';
import { tempFolder, until } from '../command/runs.ts';
import { folderOf } from '../support/has-program.ts';
import { anExample } from './an-example.ts';

const bin = folderOf('nginx', 'the example with nginx');

// Before its folder goes, with which its master would be killed and leave its workers behind.
let stop = async (): Promise<void> => undefined;
afterEach(() => stop());

/** The real nginx over a folder of its own; `said` is what it answers at the moment. */
async function anNginx(folder: string) {
  const port = await freePort();
  const [conf, aside] = [join(folder, 'etc'), join(folder, 'aside')];
  await mkdir(join(conf, 'sites'), { recursive: true });
  await mkdir(aside);
  const paths = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'].map((of) => `${of}_temp_path ${aside}/${of};`);
  await writeFile(
    join(conf, 'nginx.conf'),
    `daemon off; pid ${aside}/nginx.pid; error_log ${aside}/error.log; events {}
    http { access_log off; ${paths.join(' ')} server { listen 127.0.0.1:${port}; include sites/*.conf; } }\n`,
  );
  await writeFile(join(conf, 'sites/site.conf'), site('v1'));
  const nginx = spawn(join(bin ?? '', 'nginx'), ['-c', join(conf, 'nginx.conf')], { stdio: 'ignore' });
  const gone = once(nginx, 'exit');
  stop = async () => {
    nginx.kill('SIGTERM');
    await gone;
  };
  const url = `http://127.0.0.1:${port}/health`;
  const said = async (): Promise<string> => (await fetch(url, { headers: { connection: 'close' } })).text();
  await until(() => said().catch(() => undefined));
  return { conf, url, said };
}

function site(version: string, status = 200): string {
  return `location = /health { return ${status} '${version}'; }\n`;
}

async function written(folder: string, text: string): Promise<void> {
  await mkdir(join(folder, 'sites'), { recursive: true });
  await writeFile(join(folder, 'sites/site.conf'), text);
  await writeFile(join(folder, 'sites/more.conf'), '# More to come.\n');
}

test.runIf(bin)(
  'nginx reads another configuration, keeps its own where that is no good, and gets it back',
  { timeout: 180_000 },
  async () => {
    const folder = await tempFolder();
    const nginx = await anNginx(folder);
    const configs = join(folder, 'configs');
    await written(join(configs, 'good'), site('v2'));
    await written(join(configs, 'bad'), 'listen nowhere at all;\n');
    const fill = {
      '/srv/nginx-configs': configs,
      '/etc/nginx': nginx.conf,
      'https://www.example.net/health': nginx.url,
    };
    const withConfig = (config: string) => anExample('nginx', { fill, params: { config }, bin: [bin ?? ''] });

    const good = await withConfig('good');
    await good.goes('preflight');
    await good.goes('backup');
    expect((await good.goes('plan')).output).toMatch(/^-location.*v1.*\n\+location.*v2/m);
    await good.goes('apply');
    await until(async () => (await nginx.said()) === 'v2');
    await good.goes('verify');
    await good.goes('rollback', 'application');
    await until(async () => (await nginx.said()) === 'v1');
    expect(await readdir(join(nginx.conf, 'sites'))).toEqual(['site.conf']);

    const bad = await withConfig('bad');
    await bad.goes('backup');
    const applied = await bad.step('apply');
    expect(applied.outcome).toMatchObject({ outcome: 'failed', exitCode: 1 });
    expect(applied.output).toContain('everything is as it was');
    expect(await nginx.said()).toBe('v1');
    expect(await readFile(join(nginx.conf, 'sites/site.conf'), 'utf8')).toBe(site('v1'));
    expect(existsSync(join(nginx.conf, 'sites/more.conf'))).toBe(false);
  },
);
