import { DatabaseError } from 'pg';

/** The answer of the record came too late, or the connection was lost while it was committing: nobody knows yet. */
export class Unsure extends Error {
  override readonly name = 'Unsure';
}

/** Nothing was written. */
export class NotRecorded extends Error {
  override readonly name = 'NotRecorded';
}

/** A unique violation, a deadlock or a serialization failure: somebody was faster, decide again. */
export function isConflict(error: unknown): boolean {
  return error instanceof DatabaseError && ['23505', '40P01', '40001'].includes(error.code ?? '');
}

/**
 * The classes of SQLSTATE that tell of the server's state rather than of our statement: connection, transaction, log-in,
 * database, rollback, resources, prerequisites, intervention, system, its own errors (postgresql.org, appendix A).
 */
const WORLD = new Set(['08', '25', '28', '3D', '40', '53', '55', '57', '58', 'XX']);
const CONFLICT = '23505';

/** Errors of the sockets and of name resolution, and what the driver says in words alone. */
const LINE = /^(E[A-Z]+|EAI_[A-Z]+)$/;
const WORDS =
  /timeout|Connection (terminated|ended)|not queryable|Client was closed|pool after calling end|driver has already/i;

/** Whether the world failed; anything else is a mistake of ours and must be seen as one. */
export function isDatabaseFailure(error: unknown): boolean {
  if (error instanceof DatabaseError) return WORLD.has(error.code?.slice(0, 2) ?? '') || error.code === CONFLICT;
  if (!(error instanceof Error)) return false;
  return ('code' in error && typeof error.code === 'string' && LINE.test(error.code)) || WORDS.test(error.message);
}
