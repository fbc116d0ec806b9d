import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    exclude: ['test/faults/**'],
    globalSetup: ['test/support/global-setup.ts'],
    pool: 'forks',
    // Half of a story is waiting, for Slack's pace above all: more files than cores at a time.
    maxWorkers: 3,
    // The bots, wrappers and commands that tests start are compiled once.
    env: { NODE_COMPILE_CACHE: join(tmpdir(), 'gonogo-tests-compiled') },
    testTimeout: 60_000,
    hookTimeout: 120_000,
  },
});
