import { createHmac, timingSafeEqual } from 'node:crypto';

/** What opens the calendar feed: made from the record's key, so that it can be shown without showing the key. */
export function feedToken(key: string): string {
  return digest(key).toString('base64url');
}

/** Whether a token opens the feed; takes the same time however much of it is right. */
export function opensFeed(token: string, key: string): boolean {
  // Both are digested once more, so that they are of one length whatever was sent.
  const again = (text: string): Buffer => createHmac('sha256', key).update(text).digest();
  return timingSafeEqual(again(token), again(feedToken(key)));
}

function digest(key: string): Buffer {
  return createHmac('sha256', key).update('calendar.ics').digest();
}
