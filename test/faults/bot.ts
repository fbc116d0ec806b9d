import { appendFileSync, readFileSync } from 'node:fs';
import { main } from '../../src/app.ts';
import { atEffects } from '../../src/effect.ts';
import { TIMINGS } from '../../src/open-roles.ts';

// The bot's own program, which writes down every point it passes and dies at the first that it is told. DEATH_FILE holds one
// death a line, `after:slack.post 1` or `before:* 3`: the point and at which passing of it, counted since the file says so.
// QUICK makes a crash cost about a second.
const { POINTS_FILE = '', DEATH_FILE = '', QUICK, ...env } = process.env;

let told = '';
let deaths: { readonly point: string; left: number }[] = [];

const write = (line: string): void => appendFileSync(POINTS_FILE, `${line}\n`);

const listen = (): void => {
  const text = readFileSync(DEATH_FILE, 'utf8');
  if (text === told) return;
  told = text;
  deaths = text.split('\n').flatMap((line) => {
    const [point, times] = line.split(' ');
    return point === undefined || point === '' ? [] : [{ point, left: Number(times) }];
  });
};

const begun = new Set<string>();

/** Whether an effect is under way whose end is a death still to be died: a rare one would hardly ever be lived to otherwise. */
const isAwaited = (): boolean => [...begun].some((name) => deaths.some(({ point }) => point === `after:${name}`));

atEffects((point) => {
  write(`passed ${point}`);
  listen();
  const [side = '', name = ''] = point.split(':');
  if (side === 'before') begun.add(name);
  const any = `${side}:*`;
  for (const death of deaths) {
    if (death.point !== point && (death.point !== any || isAwaited())) continue;
    death.left -= 1;
    if (death.left > 0) continue;
    write(`died ${point}`);
    process.kill(process.pid, 'SIGKILL');
  }
  if (side === 'after') begun.delete(name);
});

await main(env, QUICK === undefined ? TIMINGS : { offerMs: 1_000, leaseMs: 1_500 });
write(`ready ${Math.round(performance.now())}`);
