import { join } from 'node:path';
import { pino } from 'pino';
import { expect } from 'vitest';
import type { Actor } from '../../src/change/intents.ts';
import type { Change } from '../../src/change/model.ts';
import type { Policy } from '../../src/change/policy.ts';
import type { MilestoneName } from '../../src/change/timeline.ts';
import { offeredId } from '../../src/jobs/offered-id.ts';
import { openStepWorker } from '../../src/jobs/steps/step-worker.ts';
import { checkRecord } from '../../src/journal/check.ts';
import { claimDueFollowUps } from '../../src/journal/follow-up-rows.ts';
import type { Saying } from '../../src/journal/hear.ts';
import type { Record } from '../../src/journal/record.ts';
import { readChange } from '../../src/journal/read-change.ts';
import { say } from '../../src/notifications/routes.ts';
import { aJournal } from '../journal/a-journal.ts';
import { anActor, THE_CLOCK } from '../support/a-change.ts';
import { inHaste, START } from '../support/lives.ts';

const CHANGE = 'CHG-1';

interface Carrying {
  /** The digest of the plan that is started with. */
  readonly plan?: string;
  readonly obeysMs?: number;
  /** What is done while the work goes on. */
  readonly meanwhile?: (record: Record) => Promise<void>;
}

/** An emergency carried out by a worker on a record: filed, planned, started, and on as far as it goes by itself; likewise after each `say`. */
export async function carriedOut(cwd: string, policy: Policy, { plan, obeysMs, meanwhile }: Carrying = {}) {
  const { record, hear } = await aJournal({ policy, say });
  const worker = openStepWorker({
    record,
    hear,
    policy: () => policy,
    host: 'deploy-1',
    dataDir: join(cwd, 'data'),
    env: {},
    log: pino({ level: 'silent' }),
    ...(obeysMs === undefined ? {} : { obeysMs }),
  });
  const work = async () => {
    for (;;) {
      const due = (await claimDueFollowUps(record, 100, 60_000)).filter(({ kind }) => kind === 'run');
      if (due.length === 0) return;
      for (const { key, generation } of due)
        await worker.onRun(offeredId(key, generation), new AbortController().signal);
    }
  };
  let said = 0;
  const tell = async (
    change: 'new' | 'CHG-1',
    intent: Saying['intent'],
    actor: Actor = anActor('U0ADA', policy),
  ): Promise<void> => {
    said += 1;
    const heard = await hear({ change, intent, actor, id: `${intent.type}/${said}`, surface: 'modal' });
    if (!heard.ok) throw new Error(`${intent.type} was refused: ${JSON.stringify(heard.refusal)}`);
    await work();
    expect(await checkRecord(record, { graceMs: 60_000 })).toEqual([]);
  };
  await tell('new', { type: 'fileChange', content: inHaste() });
  await Promise.all([tell(CHANGE, { ...START(), ...(plan === undefined ? {} : { plan }) }), meanwhile?.(record)]);
  return {
    record,
    say: (intent: Saying['intent']): Promise<void> => tell(CHANGE, intent),
    wake: (milestone: MilestoneName, round = 0): Promise<void> =>
      tell(CHANGE, { type: 'reachMilestone', milestone, schedule: 1, ...(round === 0 ? {} : { round }) }, THE_CLOCK),
    async change(): Promise<Change> {
      const story = await readChange(record, CHANGE);
      if (!story) throw new Error('the change is gone');
      return story.change;
    },
  };
}
