import { sql } from 'kysely';
import { describe, expect, test } from 'vitest';
import type { Policy } from '../../src/change/policy.ts';
import { postToWebhook } from '../../src/outside/webhook.ts';
import { aPolicy, aService } from '../support/a-policy.ts';
import { aMouth, approvedAndGone, type Mouth } from './a-mouth.ts';
import { aWebhook, type TestWebhook } from './a-webhook.ts';

const HERE = ['127.0.0.0/8'];

function telling(teams: readonly string[], httpAllow = HERE): Policy {
  const audience = { channels: ['C0MAINT'], people: [], emails: [], teams };
  return aPolicy({ services: { web: aService({ audience }) }, httpAllow });
}

async function aRoom(teams = ['TEAMS_URL']): Promise<{ mouth: Mouth; hook: TestWebhook }> {
  const hook = await aWebhook();
  const env = { TEAMS_URL: hook.url, OTHER_URL: 'http://127.0.0.1:9/' };
  return { mouth: await aMouth({ policy: telling(teams), outside: { env } }), hook };
}

async function rows({ journal }: Mouth): Promise<readonly object[]> {
  const found = await sql<object>`
    select channel, state, last_error as "lastError" from deliveries where medium = 'teams' order by channel`.execute(
    journal.record.db,
  );
  return found.rows;
}

describe('a notice in Teams', () => {
  test('is one card, and the record knows its webhook by the name of its variable alone', async () => {
    const { mouth, hook } = await aRoom();
    await approvedAndGone(mouth);
    await mouth.sayAll();
    expect(hook.posted).toHaveLength(1);
    const message = JSON.parse(hook.posted[0] ?? '') as { type: string; attachments: readonly object[] };
    expect(message).toMatchObject({
      type: 'message',
      attachments: [
        { contentType: 'application/vnd.microsoft.card.adaptive', content: { type: 'AdaptiveCard', version: '1.4' } },
      ],
    });
    expect(hook.posted[0]).toContain('Planned maintenance: Website');
    expect(await rows(mouth)).toEqual([{ channel: 'TEAMS_URL', state: 'sent', lastError: null }]);
    const { rows: kept } = await sql<{ all: string }>`select string_agg(d::text, ' ') as all from deliveries d`.execute(
      mouth.journal.record.db,
    );
    expect(kept[0]?.all).not.toContain('secret');
    expect(JSON.stringify(mouth.logged)).not.toContain('secret');
  });

  test('waits as long as Teams says when there are too many', async () => {
    const { mouth, hook } = await aRoom();
    hook.answers(() => ({ status: 429, headers: { 'retry-after': '17' } }));
    await approvedAndGone(mouth);
    for (let i = 0; i < 3; i += 1) await mouth.pass();
    expect(hook.posted).toHaveLength(1);
    const { rows: waits } = await sql<{ wait: number }>`
      select extract(epoch from not_before - clock_timestamp())::float8 as wait from deliveries
       where medium = 'teams'`.execute(mouth.journal.record.db);
    expect(waits[0]?.wait).toBeGreaterThan(5);
    expect(waits[0]?.wait).toBeLessThanOrEqual(17);
    hook.answers(() => ({ status: 202 }));
    await mouth.sayAll();
    expect(hook.posted).toHaveLength(2);
  });

  test('is posted again after an answer that says not now, as no copy', async () => {
    const { mouth, hook } = await aRoom();
    hook.answers(() => ({ status: hook.posted.length < 3 ? 502 : 200 }));
    await approvedAndGone(mouth);
    await mouth.sayAll();
    expect(hook.posted).toHaveLength(3);
    expect(hook.posted[2]).not.toContain('may be a copy');
  });

  test('is posted once more after an answer that was lost, as what may be a copy, and not a third time', async () => {
    const { mouth, hook } = await aRoom();
    hook.answers(() => undefined);
    await approvedAndGone(mouth);
    await mouth.sayAll();
    expect(hook.posted.map((body) => body.includes('may be a copy'))).toEqual([false, true]);
    expect(await rows(mouth)).toEqual([{ channel: 'TEAMS_URL', state: 'dead', lastError: 'answer_lost_twice' }]);
  });

  test.each([
    [{ status: 404 }, 'http_404'],
    [{ status: 307, headers: { location: 'http://127.0.0.1:9/elsewhere' } }, 'http_307'],
  ])('ends with an alarm when it is refused for good: %j', async (answer, reason) => {
    const { mouth, hook } = await aRoom();
    hook.answers(() => answer);
    await approvedAndGone(mouth);
    await mouth.sayAll();
    expect(hook.posted).toHaveLength(1);
    expect(await rows(mouth)).toEqual([{ channel: 'TEAMS_URL', state: 'dead', lastError: reason }]);
    expect(mouth.messages('C0OPS').map((m) => m.text)).toEqual([expect.stringContaining('TEAMS_URL (Teams)')]);
    expect(mouth.messages('C0MAINT')).toHaveLength(1);
  });

  test('without its variable ends with an alarm, and others hear of it', async () => {
    const { mouth, hook } = await aRoom(['NOT_SET', 'TEAMS_URL']);
    await approvedAndGone(mouth);
    await mouth.sayAll();
    expect(await rows(mouth)).toEqual([
      { channel: 'NOT_SET', state: 'dead', lastError: 'no_webhook' },
      { channel: 'TEAMS_URL', state: 'sent', lastError: null },
    ]);
    expect(hook.posted).toHaveLength(1);
  });
});

describe('a webhook that is not asked', () => {
  test.each([
    ['http://10.0.0.7/hook', ['10.0.0.0/8'], 'not_https'],
    ['https://10.0.0.7/hook', [], 'inner_address'],
    ['https://169.254.169.254/latest', HERE, 'inner_address'],
    ['https://[::ffff:127.0.0.1]/hook', [], 'inner_address'],
    ['http://127.0.0.1:9/hook', [], 'inner_address'],
    ['https://user:pass@example.net/hook', [], 'no_address'],
    ['file:///etc/passwd', HERE, 'not_https'],
    ['nonsense', HERE, 'no_address'],
  ])('%s', async (address, allow, code) => {
    await expect(postToWebhook(address, '{}', allow)).rejects.toMatchObject({ failure: { kind: 'refused', code } });
  });
});
