import { LogLevel, WebClient, type FetchFunction } from '@slack/web-api';
import { sql } from 'kysely';
import { pino } from 'pino';
import { onTestFinished } from 'vitest';
import { startSandbox, type Sandbox } from '../../sandbox/server.ts';
import type { Message } from '../../sandbox/slack/workspace.ts';
import type { Actor, Intent, Spoken } from '../../src/change/intents.ts';
import type { ChangeContent } from '../../src/change/model.ts';
import type { Policy } from '../../src/change/policy.ts';
import { atEffects } from '../../src/effect.ts';
import { claimDueDeliveries } from '../../src/journal/delivery-rows.ts';
import { openDelivery } from '../../src/notifications/deliver.ts';
import type { Outside } from '../../src/notifications/outside/tell.ts';
import { say } from '../../src/notifications/routes.ts';
import { aJournalAlone, moveClockTo, type Journal } from '../journal/a-journal.ts';
import { THE_CLOCK, GO_AT, aContent, anActor, aWorker } from '../support/a-change.ts';
import { aPolicy } from '../support/a-policy.ts';
import { shownBy } from '../support/a-proof.ts';

const WORKSPACE = {
  team: { id: 'T0TEAM', name: 'Team' },
  people: ['ADA', 'BOB', 'CYD'].map((name) => ({ id: `U0${name}`, name: name.toLowerCase(), realName: name })),
  channels: [
    { id: 'C0CHANGES', name: 'changes' },
    { id: 'C0MAINT', name: 'maintenance' },
    { id: 'C0INCIDENTS', name: 'incidents' },
    { id: 'C0OPS', name: 'ops' },
    { id: 'C0CLOSED', name: 'closed', botIsMember: false },
  ],
  userGroups: [],
};

/** Stands between the bot and Slack; calls `pass` for what Slack would do. */
export type Between = (
  method: string,
  pass: () => ReturnType<FetchFunction>,
  body: string,
) => ReturnType<FetchFunction>;

export interface Mouth {
  readonly journal: Journal;
  readonly sandbox: Sandbox;
  readonly policy: Policy;
  /** Calls that reached Slack, by method, in order. */
  readonly calls: string[];
  /** What the log was told, by level. */
  readonly logged: { readonly level: string; readonly message: string }[];
  /** From now on, what stands between the bot and Slack. */
  between(next: Between | undefined): void;
  hear(intent: Spoken, by: string | Actor): Promise<void>;
  file(content?: Partial<ChangeContent>): Promise<void>;
  /** One pass over what is due now, by two deliverers at once. */
  pass(): Promise<void>;
  /** Says all there is to say; pacing and waiting are waived unless `paced`. */
  sayAll(options?: { paced?: boolean }): Promise<void>;
  state(key: string): Promise<{ state: string; attempts: number; lastError: string | null } | undefined>;
  /** Messages of a channel, the thread's replies included, oldest first. */
  messages(channel: string): readonly Message[];
}

/** The bot's mouth alone: a record on PostgreSQL, two deliverers and a strict Slack; gone when the test is over. */
export async function aMouth({
  policy = aPolicy(),
  leaseMs = 5000,
  outside = { env: {} },
}: { policy?: Policy; leaseMs?: number; outside?: Outside } = {}): Promise<Mouth> {
  const journal = await aJournalAlone({ policy, say });
  const sandbox = await startSandbox({ port: 0, mode: 'socket', workspace: WORKSPACE });
  onTestFinished(() => sandbox.close());
  onTestFinished(() => atEffects(undefined));
  const calls: string[] = [];
  const logged: Mouth['logged'] = [];
  let standing: Between | undefined;
  const client = new WebClient(sandbox.botToken, {
    slackApiUrl: sandbox.apiUrl,
    retryConfig: { retries: 0 },
    rejectRateLimitedCalls: true,
    timeout: 8000,
    logLevel: LogLevel.ERROR,
    fetch: (url, init) => {
      const method = String(url).replace(sandbox.apiUrl, '');
      const pass = (): ReturnType<FetchFunction> => {
        calls.push(method);
        return fetch(url, init);
      };
      return standing ? standing(method, pass, typeof init?.body === 'string' ? init.body : '') : pass();
    },
  });
  const write = (line: string): void => {
    const { level, msg = '' } = JSON.parse(line) as { level: number; msg?: string };
    logged.push({ level: pino.levels.labels[level] ?? '', message: msg });
  };
  const log = pino({ base: null }, { write });
  const deps = { record: journal.record, client, policy: () => policy, outside, log, leaseMs };
  const deliverers = [openDelivery(deps), openDelivery(deps)] as const;
  const { db } = journal.record;
  let said = 0;

  const mouth: Mouth = {
    journal,
    sandbox,
    policy,
    calls,
    logged,
    between: (next) => {
      standing = next;
    },
    async hear(intent, by) {
      const actor = typeof by === 'string' ? anActor(by, policy) : by;
      said += 1;
      const outcome = await journal.hear({ change: 'CHG-1', intent, actor, id: `say-${said}`, surface: 'button' });
      if (!outcome.ok) throw new Error(`${intent.type} was refused: ${JSON.stringify(outcome.refusal)}`);
    },
    async file(content = {}) {
      const intent = { type: 'fileChange', content: aContent(content) } as const;
      const outcome = await journal.hear({
        change: 'new',
        intent,
        actor: anActor('U0ADA', policy),
        id: 'file',
        surface: 'modal',
      });
      if (!outcome.ok) throw new Error(`filing was refused: ${JSON.stringify(outcome.refusal)}`);
    },
    async pass() {
      const due = await claimDueDeliveries(journal.record, 100, 1);
      await Promise.allSettled(due.flatMap(({ key }) => deliverers.map((d) => d.deliver(key))));
    },
    async sayAll({ paced = false } = {}) {
      let least = Infinity;
      for (let until = 0; ;) {
        const { rows } = await sql<{ open: number }>`
          select count(*)::int as open from deliveries where state in ('pending', 'sending')`.execute(db);
        const [{ open } = { open: 0 }] = rows;
        if (open === 0) return;
        // As long as something is said, it goes on.
        if (open < least) until = performance.now() + 45_000;
        least = Math.min(least, open);
        if (performance.now() > until) throw new Error(`${open} deliveries are still open`);
        if (!paced) {
          await sql`delete from paces`.execute(db);
          await sql`update deliveries set not_before = '-infinity' where state = 'pending'`.execute(db);
        }
        await mouth.pass();
      }
    },
    async state(key) {
      const { rows } = await sql<{ state: string; attempts: number; lastError: string | null }>`
        select state, attempts, last_error as "lastError" from deliveries where key = ${key}`.execute(db);
      return rows[0];
    },
    messages: (channel) => sandbox.workspace.channels.get(channel)?.messages ?? [],
  };
  return mouth;
}

/** The next run that is asked for and that others wait for, claimed by `deploy-1`; its name. */
export async function begin(mouth: Mouth): Promise<string> {
  const { journal, policy } = mouth;
  const { rows } = await sql<{ run: string }>`
    select run from runs where state = 'requested' and (step <> 'preflight' or occasion = 'window') limit 1`.execute(
    journal.record.db,
  );
  const run = rows[0]?.run ?? '';
  await mouth.hear(
    { type: 'beginStep', run, host: 'deploy-1', digest: policy.runbooks['web-release']?.digest ?? '' },
    aWorker(),
  );
  return run;
}

/** Reports what became of a run. */
export async function end(
  mouth: Mouth,
  run: string,
  outcome: Extract<Intent, { type: 'reportStep' }>['outcome'] = 'succeeded',
  outputBytes = 0,
): Promise<void> {
  await mouth.hear({ type: 'reportStep', run, outcome, outputBytes, ...shownBy(run, outcome) }, aWorker());
}

export async function at({ journal }: Mouth, instant: number): Promise<void> {
  await moveClockTo(journal.record, instant);
}

/** Filed with its first plan made; its approval is open. */
export async function filed(mouth: Mouth): Promise<void> {
  await mouth.file();
  await end(mouth, await begin(mouth));
}

export async function approvedAndGone(mouth: Mouth): Promise<void> {
  await filed(mouth);
  await mouth.hear({ type: 'castVote', ballot: 1, answer: 'yes' }, 'U0BOB');
  await at(mouth, GO_AT);
  await mouth.hear({ type: 'reachMilestone', milestone: 'goNogo', schedule: 1 }, THE_CLOCK);
  await mouth.hear({ type: 'castVote', ballot: 2, answer: 'yes' }, 'U0CYD');
}
