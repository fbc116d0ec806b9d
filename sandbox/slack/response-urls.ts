import { randomUUID } from 'node:crypto';
import { ApiError } from './api-error.ts';
import { RESPONSE_URL_LIFE_MS, RESPONSE_URL_USES_MAX } from './limits.ts';

/** What a response_url speaks for: a person in a channel, and the message pressed when there was one. */
export type ResponseTarget = { user: string; channel: string; ts?: string };

/** Issues response URLs' tokens; each is good for five uses within thirty minutes. */
export type ResponseUrls = { issue(target: ResponseTarget): string; use(token: string): ResponseTarget };

/** `elapsed` is a clock in ms that only goes forward. @throws ApiError `used_url` or `expired_url` from `use`. */
export function openResponseUrls(elapsed: () => number): ResponseUrls {
  const issued = new Map<string, { target: ResponseTarget; at: number; uses: number }>();
  return {
    issue(target) {
      const token = randomUUID();
      issued.set(token, { target, at: elapsed(), uses: 0 });
      return token;
    },
    use(token) {
      const known = issued.get(token);
      if (known === undefined) throw new ApiError('no_service');
      if (elapsed() - known.at > RESPONSE_URL_LIFE_MS) throw new ApiError('expired_url');
      if (known.uses >= RESPONSE_URL_USES_MAX) throw new ApiError('used_url');
      known.uses += 1;
      return known.target;
    },
  };
}
