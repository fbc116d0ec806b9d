import { createHmac, randomInt, timingSafeEqual } from 'node:crypto';
import { ApiError } from './api-error.ts';
import { TRIGGER_LIFE_MS } from './limits.ts';

/** Issues trigger ids and exchanges each once, within three seconds, for the person and view it was issued for. */
export type Triggers = {
  issue(user: string, viewId?: string): string;
  exchange(trigger: string): { user: string; viewId: string | undefined };
};

/** `elapsed` is a clock in ms that only goes forward; ids look like Slack's: `number.number.hex`. */
export function openTriggers(secret: string, elapsed: () => number): Triggers {
  const issued = new Map<string, { user: string; viewId: string | undefined; at: number }>();
  const used = new Set<string>();
  const sign = (body: string): Buffer => createHmac('sha256', secret).update(body).digest();

  return {
    issue(user, viewId) {
      const body = `${randomInt(1e12)}.${randomInt(1e12)}`;
      const trigger = `${body}.${sign(body).toString('hex').slice(0, 32)}`;
      issued.set(trigger, { user, viewId, at: elapsed() });
      return trigger;
    },
    exchange(trigger) {
      const [, body, signature] = /^(\d+\.\d+)\.([0-9a-f]{32})$/u.exec(trigger) ?? [];
      const known = issued.get(trigger);
      if (body === undefined || signature === undefined || known === undefined)
        throw new ApiError('invalid_trigger_id');
      if (!timingSafeEqual(sign(body).subarray(0, 16), Buffer.from(signature, 'hex')))
        throw new ApiError('invalid_trigger_id');
      if (used.has(trigger)) throw new ApiError('exchanged_trigger_id');
      if (elapsed() - known.at > TRIGGER_LIFE_MS) throw new ApiError('expired_trigger_id');
      used.add(trigger);
      return { user: known.user, viewId: known.viewId };
    },
  };
}
