import { expect, test } from 'vitest';
import { launchRun } from '../../src/jobs/command/launch.ts';
import { aRun, carryOut, everythingIn, script } from './runs.ts';

test('a command gets the environment that its runbook names, the folder of its run, and nothing else', async () => {
  process.env['GONOGO_CANARY'] = 'canary-value';
  try {
    const run = await aRun(() => [script(`console.log(JSON.stringify(process.env))`)]);
    const { output } = await carryOut(run, { AWS_PROFILE: 'production' });
    const env = JSON.parse(output.split('\n')[1] ?? '');
    const own = { GONOGO_RUN: run.dir, TF_IN_AUTOMATION: '1' };
    expect(env).toMatchObject({ AWS_PROFILE: 'production', PATH: process.env['PATH'], ...own });
    const known = ['AWS_PROFILE', 'PATH', 'HOME', 'TMPDIR', 'LANG', ...Object.keys(own)];
    expect(Object.keys(env).filter((name) => !known.includes(name))).toEqual([]);
    expect(await everythingIn(run.dir)).not.toContain('canary-value');
  } finally {
    delete process.env['GONOGO_CANARY'];
  }
});

test('no secret is left in the folder of a run: not in its output, not in the reason it failed, nor in a survivor', async () => {
  const secret = 'pa"ss<w>ord/é+1';
  const prints = `const s = process.env.TOKEN; console.log(s, Buffer.from(s).toString('base64'), encodeURIComponent(s), JSON.stringify(s));
    process.stderr.write(s.slice(0, 5)); setTimeout(() => { process.stderr.write(s.slice(5) + '\\n');
    require('child_process').spawn('sleep', ['30'], { argv0: 'sleep ' + s, stdio: 'ignore' }).unref(); process.exit(0); }, 100)`;
  const run = await aRun(
    () => [
      script(prints),
      { kind: 'proof', file: `${'x'.repeat(9)}/ghp_abcdefghijklmnopqrstuvwxyz012345`, minBytes: 1, maxAgeMs: 1 },
    ],
    { secretNames: ['TOKEN'] },
  );
  const { outcome, output } = await carryOut(run, { TOKEN: secret });
  expect(output).toContain('[masked] [masked] [masked] "[masked]"\n[masked]\n');
  expect(outcome).toMatchObject({
    outcome: 'failed',
    reason: 'The backup is not proven: xxxxxxxxx/[masked] is not there.',
    survivors: [{ command: expect.stringContaining('[masked]') }],
  });
  const kept = (await everythingIn(run.dir)) + JSON.stringify(outcome);
  for (const form of [
    secret,
    Buffer.from(secret).toString('base64'),
    encodeURIComponent(secret),
    JSON.stringify(secret),
  ]) {
    expect(kept).not.toContain(Buffer.from(form).toString('latin1'));
  }
  for (const { pid } of outcome.survivors ?? []) process.kill(pid);
});

test('a secret that cannot be kept is refused before anything runs', async () => {
  const run = await aRun(() => [script(`'hunter2-secret'`)], { secretNames: ['TOKEN'] });
  await expect(launchRun({ ...run, env: { TOKEN: 'abc' } })).rejects.toThrow('shorter than 4 characters');
  await expect(launchRun({ ...run, env: { TOKEN: 'hunter2-secret' } })).rejects.toThrow('stands in its tasks');
});
