import { appendFileSync } from 'node:fs';
import { main } from '../../src/app.ts';
import { atEffects } from '../../src/effect.ts';
import { TIMINGS } from '../../src/open-roles.ts';

// The bot's own program, which writes down every point it passes and dies at the one it is told:
// DIE_AT=after:3 once its third effect is done, DIE_AT=before:2 where its second would begin; DIE_FIRST names points at which it
// dies at once, whatever the count. QUICK makes a crash cost about a second.
const { POINTS_FILE = '', DIE_AT = '', DIE_FIRST = '', QUICK, ...env } = process.env;
const first = new Set(DIE_FIRST.split(',').filter((point) => point !== ''));
const passed = { before: 0, after: 0 };

const write = (line: string): void => appendFileSync(POINTS_FILE, `${line}\n`);

atEffects((point) => {
  const side = point.startsWith('before:') ? 'before' : 'after';
  passed[side] += 1;
  write(`passed ${point}`);
  if (`${side}:${passed[side]}` !== DIE_AT && !first.has(point)) return;
  write(`died ${point}`);
  process.kill(process.pid, 'SIGKILL');
});

await main(env, QUICK === undefined ? TIMINGS : { offerMs: 1_000, leaseMs: 1_500 });
write(`ready ${Math.round(performance.now())}`);
