import { expect, test } from 'vitest';
import { openResponseUrls } from '../../sandbox/slack/response-urls.ts';
import { openTriggers } from '../../sandbox/slack/triggers.ts';

test('a trigger is good for three seconds and no longer', () => {
  let now = 0;
  const triggers = openTriggers('secret', () => now);
  const [early, late] = [triggers.issue('U0ADA', 'V1'), triggers.issue('U0ADA')];
  now = 3_000;
  expect(triggers.exchange(early)).toEqual({ user: 'U0ADA', viewId: 'V1' });
  now = 3_001;
  expect(() => triggers.exchange(late)).toThrow('expired_trigger_id');
});

test('a trigger is good once', () => {
  const triggers = openTriggers('secret', () => 0);
  const trigger = triggers.issue('U0ADA');
  triggers.exchange(trigger);
  expect(() => triggers.exchange(trigger)).toThrow('exchanged_trigger_id');
});

test.each(['', 'x', '1.2.00000000000000000000000000000000'])(
  'a trigger that was never issued is invalid: %j',
  (trigger) => {
    const triggers = openTriggers('secret', () => 0);
    expect(() => triggers.exchange(trigger)).toThrow('invalid_trigger_id');
  },
);

test('a trigger signed with another secret is invalid', () => {
  const forged = openTriggers('another', () => 0).issue('U0ADA');
  expect(() => openTriggers('secret', () => 0).exchange(forged)).toThrow('invalid_trigger_id');
});

test('a response_url is good five times, for half an hour', () => {
  let now = 0;
  const urls = openResponseUrls(() => now);
  const [often, late] = [urls.issue({ user: 'U0ADA', channel: 'C1' }), urls.issue({ user: 'U0ADA', channel: 'C1' })];
  for (let use = 1; use <= 5; use += 1) expect(urls.use(often)).toEqual({ user: 'U0ADA', channel: 'C1' });
  expect(() => urls.use(often)).toThrow('used_url');
  now = 30 * 60_000 + 1;
  expect(() => urls.use(late)).toThrow('expired_url');
  expect(() => urls.use('unknown')).toThrow('no_service');
});
