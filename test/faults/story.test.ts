import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { aMortalPlayground } from './a-mortal-playground.ts';
import { deathAtEveryEffect } from './deaths.ts';
import { expectGoodEnd, livedToEnd } from './lived.ts';
import { EFFECTS, POINTS } from './points.ts';

const SOURCE = fileURLToPath(new URL('../../src', import.meta.url));

test('every effect in the source has its place in the list of points', () => {
  const text = readdirSync(SOURCE, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.ts') && file !== 'effect.ts')
    .map((file) => readFileSync(`${SOURCE}/${file}`, 'utf8'))
    .join('\n');
  const calls = [...text.matchAll(/(?<![.\w])effect\(\s*(?:'([\w.]+)')?/g)].map(([, name]) => name);
  expect(calls).not.toContain(undefined);
  expect(new Set(calls)).toEqual(new Set(EFFECTS));
});

test('a bot that is killed at every effect brings a change from its filing to the notice of its end, and says and does everything once', async () => {
  const play = await aMortalPlayground({ plan: deathAtEveryEffect(300) });
  await livedToEnd(play, 'v1.2.0');

  await expectGoodEnd(play, 'v1.2.0');
  const died = new Set(play.bot.lives().map((life) => life.died));
  expect(POINTS.filter((point) => !died.has(point))).toEqual([]);
  expect(play.bot.lives().length).toBeLessThan(300);
});
