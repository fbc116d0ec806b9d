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

atEffects((point) => {
  write(`passed ${point}`);
  listen();
  const any = point.replace(/:.*/, ':*');
  for (const death of deaths) {
    if (death.point !== point && death.point !== any) continue;
    death.left -= 1;
    if (death.left > 0) continue;
    write(`died ${point}`);
    process.kill(process.pid, 'SIGKILL');
  }
});

await main(env, QUICK === undefined ? TIMINGS : { offerMs: 1_000, leaseMs: 1_500 });
write(`ready ${Math.round(performance.now())}`);
