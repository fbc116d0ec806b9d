import { createHmac, timingSafeEqual } from 'node:crypto';

/** Slack signs for five minutes (docs.slack.dev, verifying requests); one dated ahead of us by more than a minute is refused too. */
const OLD_S = 300;
const AHEAD_S = 60;

/** Whether Slack signed these very bytes, now. Compared in constant time. */
export function isSigned(
  secret: string,
  body: Buffer,
  headers: { readonly timestamp: string | undefined; readonly signature: string | undefined },
  nowMs: number,
): boolean {
  const { timestamp, signature } = headers;
  if (timestamp === undefined || signature === undefined || !/^\d{1,12}$/.test(timestamp)) return false;
  const age = nowMs / 1000 - Number(timestamp);
  if (age > OLD_S || age < -AHEAD_S) return false;
  const expected = Buffer.from(
    `v0=${createHmac('sha256', secret).update(`v0:${timestamp}:`).update(body).digest('hex')}`,
  );
  const given = Buffer.from(signature);
  return given.length === expected.length && timingSafeEqual(given, expected);
}
