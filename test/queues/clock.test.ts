import { expect, test, vi } from 'vitest';
import { everySeconds } from '../../src/jobs/clock.ts';
import { spoken } from './spoken.ts';

const soon = { timeout: 10_000, interval: 20 };

test('a task runs every second, and one that throws runs again', async () => {
  const { log, lines } = spoken();
  let runs = 0;
  const clock = everySeconds(
    1,
    'sweep',
    async () => {
      runs += 1;
      throw new Error('no database');
    },
    log,
  );
  await vi.waitFor(() => expect(runs).toBeGreaterThanOrEqual(3), soon);
  await clock.stop();
  expect(lines[0]).toBe('error sweep: Error: no database');
});

test('a task never overlaps itself, is told when its time is up, and stopping waits for it', async () => {
  const { log, lines } = spoken();
  const gate = Promise.withResolvers<void>();
  let runs = 0;
  let told = false;
  let ended = false;
  const clock = everySeconds(
    1,
    'sweep',
    async (signal) => {
      runs += 1;
      signal.addEventListener('abort', () => {
        told = true;
      });
      await gate.promise;
      ended = true;
    },
    log,
    1200,
  );
  await vi.waitFor(() => expect(lines.join('\n')).toMatch(/error sweep has been running for/), soon);
  expect(runs).toBe(1);
  expect(told).toBe(true);
  const stopped = clock.stop();
  gate.resolve();
  await stopped;
  expect(ended).toBe(true);
  expect(runs).toBe(1);
});
