import type { Logger } from 'pino';
import { preApproved } from './change/pattern.ts';
import type { Closing } from './closing.ts';
import type { Config } from './config.ts';
import { everySeconds } from './jobs/clock.ts';
import { onAsk } from './jobs/ask.ts';
import { writeDueBulletins } from './jobs/bulletins.ts';
import { openPolicyEdits } from './jobs/policy-edits.ts';
import { openQueues, type Queues } from './jobs/queues/queues.ts';
import { openRelay } from './jobs/relay.ts';
import { hostId } from './jobs/steps/host-id.ts';
import { openStepWorker } from './jobs/steps/step-worker.ts';
import { onWake } from './jobs/wake.ts';
import { onPost } from './jobs/post.ts';
import { openEar, type Hear } from './journal/hear.ts';
import { readHold } from './journal/hold.ts';
import { POKE, poke } from './journal/poke.ts';
import type { Record } from './journal/record.ts';
import { forgetDrafts } from './journal/drafts.ts';
import { makeMeasures } from './journal/measure-rows.ts';
import { forgetSignatures } from './journal/request-signatures.ts';
import { openDelivery } from './notifications/deliver.ts';
import { dueBulletins } from './notifications/bulletins.ts';
import { policyEdited } from './notifications/policy-edited.ts';
import { say, sayOfCalendar } from './notifications/routes.ts';
import type { Database } from './open-database.ts';
import type { PolicyNow } from './open-policy-or-empty.ts';
import { openSlack } from './open-slack.ts';
import { openMailServer } from './outside/mail-server.ts';
import { listen } from './postgres/listen.ts';
import { openClients } from './slack/clients.ts';
import { openRoleHolders } from './slack/role-holders.ts';
import { identify } from './open-identity.ts';
import { calendarFeed } from './web/calendar-feed.ts';
import { openMetrics } from './web/metrics/metrics.ts';
import type { Standing } from './web/metrics/operation-metrics.ts';
import { openWeb, type Readiness } from './web/server.ts';

/**
 * Real ms that something begun counts as under way before somebody else takes it up: an offer to the queues, a call to Slack.
 * With a restart and a sweep they make what a crash costs, and live reporting is to be back within 15 s (promise 4).
 */
export const TIMINGS = { offerMs: 10_000, leaseMs: 10_000 };
/** Jobs at once; what must not overlap is kept apart by rows, not by this. */
const CONCURRENCY = { followUps: 8, askings: 2, posts: 8, letters: 8, steps: 16 } as const;
/** Of those that ended before there were figures, so many are counted in one go. */
const MEASURES_AT_ONCE = 1000;
/** How long jobs under way may take to end when the process stops; a step goes on without it. */
const DRAIN_MS = 8_000;

export interface RolesDeps {
  readonly config: Config;
  readonly env: NodeJS.ProcessEnv;
  readonly database: Database;
  readonly policy: PolicyNow;
  readonly closing: Closing;
  readonly log: Logger;
  readonly timings: typeof TIMINGS;
}

interface Scene extends RolesDeps {
  readonly record: Record;
  readonly hear: Hear;
  readonly queues: Queues;
}

/** Starts the roles of this process in the order in which they depend on one another; returns the port of its HTTP side. */
export async function openRoles(deps: RolesDeps): Promise<number> {
  const { config, database, policy, closing, log } = deps;
  const workspace = await identify(config, database.db, log);
  const record: Record = { db: database.db, team: workspace.team };
  const patterns = (): readonly string[] => preApproved(policy.patterns());
  const hear = openEar({ record, policy: policy.current, patterns, say, sayOfCalendar });
  const queue = config.queue.kind === 'redis' ? config.queue : { kind: 'postgres' as const, url: database.url };
  const queues = await openQueues({ queue, prefix: `gonogo-${workspace.team}`, log });
  closing.add('the queues', () => queues.close());
  const scene: Scene = { ...deps, record, hear, queues };
  openEdits(scene);
  if (config.roles.includes('steps')) await openSteps(scene);
  if (config.roles.includes('posts')) await openPosts(scene);
  if (config.roles.includes('relay')) await openRelaying(scene);
  const slack = config.roles.includes('slack') ? openSlack({ ...scene, workspace }) : undefined;
  const ready = (): Promise<Readiness> => readiness(scene);
  const web = await openWeb({
    port: config.port,
    host: isLocal(config) ? '127.0.0.1' : '0.0.0.0',
    ready,
    metrics: openMetrics({ record, policy: policy.current, standing: () => standingOf(scene) }),
    calendar: (token) => calendarFeed(record, policy.current(), token),
    ...(slack?.events ? { slackEvents: slack.events } : {}),
  });
  closing.add('HTTP', () => web.close());
  await slack?.start();
  return web.port;
}

/** In every process: each reads the policy by itself. */
function openEdits({ record, policy, log, closing }: Scene): void {
  const tell = openPolicyEdits({
    record,
    problems: policy.problems,
    tell: (edit, at) => policyEdited(edit, at, policy.current()),
  });
  const look = everySeconds(5, 'policy edits', tell, log);
  closing.add('the look at the policy', () => look.stop());
}

async function openRelaying({ record, hear, policy, queues, log, closing, database, timings }: Scene): Promise<void> {
  const relay = openRelay({ record, queues, log, offerMs: timings.offerMs });
  const wake = onWake({ record, hear, policy: policy.current });
  const worker = await queues.work('followUps', { concurrency: CONCURRENCY.followUps }, wake);
  const turn = (): Promise<void> => relay.turn();
  const listening = listen(
    database.url,
    POKE,
    () => void turn().catch((error: unknown) => log.warn({ err: error }, 'relaying')),
  );
  const sweep = everySeconds(1, 'sweep', turn, log);
  const calendar = { record, policy: policy.current, due: dueBulletins };
  const bulletins = everySeconds(5, 'bulletins', () => writeDueBulletins(calendar), log);
  const tidy = everySeconds(30, 'tidy', () => tidied(record), log);
  closing.add('the relay', async () => {
    await Promise.all([listening.close(), sweep.stop(), bulletins.stop(), tidy.stop()]);
    await worker.close(DRAIN_MS);
  });
}

async function tidied(record: Record): Promise<void> {
  await forgetSignatures(record);
  await forgetDrafts(record);
  await makeMeasures(record, MEASURES_AT_ONCE);
}

async function openPosts({ config, env, record, hear, policy, queues, log, closing, timings }: Scene): Promise<void> {
  if (!config.slack) return;
  const { posts } = openClients({ token: config.slack.botToken, apiUrl: config.slack.apiUrl });
  const outside = { env, ...(config.smtpUrl === undefined ? {} : { mailServer: openMailServer(config.smtpUrl) }) };
  const delivery = openDelivery({
    record,
    client: posts,
    policy: policy.current,
    outside,
    log,
    leaseMs: timings.leaseMs,
  });
  const post = onPost(delivery, () => poke(record.db).catch(() => undefined));
  const worker = await queues.work('posts', { concurrency: CONCURRENCY.posts }, post);
  const letters = await queues.work('letters', { concurrency: CONCURRENCY.letters }, post);
  const holders = openRoleHolders({ client: posts, policy: policy.current });
  const asking = await queues.work(
    'askings',
    { concurrency: CONCURRENCY.askings },
    onAsk({ record, hear, policy: policy.current, holders, log }),
  );
  closing.add('posting', async () => {
    await Promise.all([worker, letters, asking].map((w) => w.close(DRAIN_MS)));
  });
}

async function openSteps({ config, env, record, hear, policy, queues, log, closing }: Scene): Promise<void> {
  const host = await hostId(config.dataDir);
  const stopping = new AbortController();
  const steps = openStepWorker({ record, hear, policy: policy.current, host, dataDir: config.dataDir, env, log });
  const reattach = (): Promise<void> => steps.reattach(stopping.signal);
  await reattach();
  const watch = everySeconds(5, 'reattach', reattach, log);
  const workers = await Promise.all(
    config.stepLabels.map((label) =>
      queues.work(`steps-${label}`, { concurrency: CONCURRENCY.steps }, (id, signal) =>
        steps.onRun(id, AbortSignal.any([signal, stopping.signal])),
      ),
    ),
  );
  closing.add('the steps', async () => {
    // A step outlives this process in its own wrapper; only the looking after ends.
    stopping.abort();
    await Promise.all([watch.stop(), ...workers.map((w) => w.close(DRAIN_MS))]);
  });
}

async function readiness({ record, queues, policy }: Scene): Promise<Readiness> {
  const recordLine = await record.db
    .selectFrom('changes')
    .select('id')
    .limit(1)
    .execute()
    .then(
      () => ({ ok: true, line: 'record: answers' }),
      () => ({ ok: false, line: 'record: does not answer' }),
    );
  const hold = await readHold(record.db).catch(() => undefined);
  const health = queues.health();
  const broken = policy.problems().length;
  return {
    ok: recordLine.ok && !policy.isMissing,
    lines: [
      recordLine.line,
      `queues: ${health.sentence}`,
      ...(hold
        ? [`hold: ${hold.reason} Nothing is announced or begun until \`npm run gonogo -- restore --release\`.`]
        : []),
      policy.isMissing
        ? 'policy: there is none yet'
        : broken > 0
          ? `policy: the file has ${broken} problems; the last good one is in force`
          : 'policy: in force',
    ],
  };
}

async function standingOf(scene: Scene): Promise<Standing> {
  const { queues, policy } = scene;
  const { ok } = await readiness(scene);
  return {
    isReady: ok,
    queuesWork: queues.health().ok,
    policyProblems: policy.problems().length,
    policyIsMissing: policy.isMissing,
  };
}

/** With a Slack on this very machine nobody else has a reason to ask. */
function isLocal({ slack }: Config): boolean {
  return slack !== undefined && ['127.0.0.1', 'localhost'].includes(new URL(slack.apiUrl).hostname);
}
