import { Client, Pool, type ClientConfig, type PoolClient } from 'pg';
import { valueParsers } from './value-parsers.ts';

export type PoolOptions = {
  /** Connections at most. */
  max: number;
  /** Who we are, as the server's list of sessions shows it. */
  name: string;
  /** Longest time of one statement; the default suits what a person waits for. */
  statementMs?: number;
  /** Hears of each connection that broke. The pool has already dropped it. */
  onBroken?: (error: Error) => void;
};

const CONNECT_MS = 2_000;
const STATEMENT_MS = 2_000;
/** How much longer than the server's own limit an answer may take until the connection counts as dead. */
const SILENCE_MS = 1_000;
const IDLE_IN_TRANSACTION_MS = 10_000;

/**
 * Opens a pool in which nothing waits for ever: 2 s for a connection, `statementMs` (2 s) for a statement, 10 s for the next
 * statement of an open transaction. A broken connection fails the query that used it and never the process;
 * the next query gets a new one. Values arrive as `valueParsers` says.
 */
export function openPool(url: string, { max, name, statementMs = STATEMENT_MS, onBroken }: PoolOptions): Pool {
  const pool = new Pool({
    ...connection(url, name),
    max,
    statement_timeout: statementMs,
    query_timeout: statementMs + SILENCE_MS,
    idle_in_transaction_session_timeout: IDLE_IN_TRANSACTION_MS,
  });
  // Unheard, either of these would end the process. The pool's tells of idle connections, which tell of themselves too.
  pool.on('error', () => undefined);
  pool.on('connect', (client) => {
    let broken = false;
    client.on('error', (error) => {
      if (!broken) onBroken?.(error);
      broken = true;
    });
    dropWhenSilent(client);
  });
  return pool;
}

/** What every connection of ours has in common. */
export function connection(url: string, name: string): ClientConfig {
  return {
    connectionString: url,
    application_name: name,
    connectionTimeoutMillis: CONNECT_MS,
    keepAlive: true,
    keepAliveInitialDelayMillis: 10_000,
    // A server of the operator's may have another style; instants are read in this one.
    options: '-c DateStyle=ISO -c TimeZone=UTC',
    types: valueParsers,
  };
}

/**
 * Ends a connection on which an answer failed to come. The server cuts off a slow statement itself, so silence beyond that
 * means that the other side is gone; returned to the pool, such a connection would fail query after query until the kernel
 * gives up on it, up to a quarter of an hour later.
 */
function dropWhenSilent(client: PoolClient): void {
  const query: unknown = Reflect.get(client, 'query');
  if (typeof query !== 'function') return;
  const end = () => {
    if (client instanceof Client) void client.end(); // closes the socket at once, for an answer is owed on it
  };
  Reflect.set(client, 'query', (...args: unknown[]): unknown => {
    const answer: unknown = Reflect.apply(query, client, args);
    if (answer instanceof Promise) {
      answer.catch((error: unknown) => {
        if (error instanceof Error && error.message === 'Query read timeout') end();
      });
    }
    return answer;
  });
}
