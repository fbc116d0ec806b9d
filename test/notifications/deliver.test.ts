import { sql } from 'kysely';
import { describe, expect, test } from 'vitest';
import { atEffects } from '../../src/effect.ts';
import { askForUpdate } from '../../src/journal/delivery-rows.ts';
import { claimWorkspace } from '../../src/journal/workspace.ts';
import { keepOutput } from '../../src/journal/run-rows.ts';
import { readChange } from '../../src/journal/read-change.ts';
import { THE_CLOCK, OPENS_AT, REMIND_AT, aContent, aWorker } from '../support/a-change.ts';
import { aPolicy, aService, DAY, HOUR, MINUTE } from '../support/a-policy.ts';
import { aMouth, approvedAndGone, at, begin, end, filed, type Mouth } from './a-mouth.ts';

async function startedAndApplying(mouth: Mouth): Promise<string> {
  await approvedAndGone(mouth);
  await at(mouth, OPENS_AT - 70 * MINUTE);
  await mouth.hear({ type: 'reachMilestone', milestone: 'backup', schedule: 1 }, THE_CLOCK);
  for (let step = 0; step < 3; step += 1) await end(mouth, await begin(mouth));
  await at(mouth, OPENS_AT + MINUTE);
  await mouth.hear({ type: 'start', typed: 'CHG-1', revision: 1 }, 'U0ADA');
  await end(mouth, await begin(mouth));
  return begin(mouth);
}

function edit(title: string): Parameters<Mouth['hear']>[0] {
  return { type: 'editChange', content: aContent({ title }), revision: 1 };
}

function keyOf(message: { metadata?: { event_payload: unknown } }): string {
  const payload = message.metadata?.event_payload;
  return payload !== null && typeof payload === 'object' && 'key' in payload ? String(payload.key) : '';
}

describe('what is said', () => {
  test('twenty notes stand once each in their thread, in the order of facts, though two deliver at once', async () => {
    const mouth = await aMouth();
    await mouth.file();
    for (let i = 1; i <= 20; i += 1) await mouth.hear(edit(`Title ${i}`), 'U0ADA');
    await mouth.sayAll();
    const [headline, ...thread] = mouth.messages('C0CHANGES');
    expect(headline?.thread_ts).toBeUndefined();
    const edits = thread.filter((m) => m.text.startsWith('Edited'));
    expect(edits.map((m) => /→ (.*)$/m.exec(m.text)?.[1])).toEqual(
      Array.from({ length: 20 }, (_, i) => `Title ${i + 1}`),
    );
    expect(thread.every((m) => m.thread_ts === headline?.ts)).toBe(true);
  });

  test('every message carries the name of its change', async () => {
    const mouth = await aMouth();
    await approvedAndGone(mouth);
    await mouth.sayAll();
    expect(mouth.messages('C0MAINT').map((m) => m.text)).toEqual([expect.stringContaining('CHG-001')]);
    expect(mouth.messages('C0CHANGES')[0]?.text).toContain('CHG-001');
  });

  test.each([
    ['the connection breaks', () => Promise.reject(new TypeError('fetch failed'))],
    [
      'a proxy answers with a page of HTML',
      () => Promise.resolve(new Response('<html>Bad gateway</html>', { status: 502 })),
    ],
    ['the answer is cut off', () => Promise.resolve(new Response('{"ok":tr', { status: 200 }))],
    ['Slack fails half-way', () => Promise.resolve(Response.json({ ok: false, error: 'fatal_error' }))],
  ])('an answer lost because %s leaves one message', async (_how, answer) => {
    const mouth = await aMouth();
    const lost = new Set<string>();
    let posts = 0;
    mouth.between(async (method, pass) => {
      const given = await pass();
      if (method !== 'chat.postMessage') return given;
      posts += 1;
      if (posts % 2 === 0) return given;
      lost.add(method);
      return answer();
    });
    await approvedAndGone(mouth);
    await mouth.sayAll();
    expect(lost.size).toBe(1);
    for (const channel of ['C0CHANGES', 'C0MAINT']) {
      const keys = mouth.messages(channel).map(keyOf);
      expect(keys.length).toBeGreaterThan(0);
      expect(new Set(keys).size).toBe(keys.length);
    }
  });

  test("somebody else's message that pretends to be ours does not silence it", async () => {
    const mouth = await aMouth();
    const { record } = mouth.journal;
    await claimWorkspace(record.db, { team: record.team, botId: 'B0SANDBOX', botUserId: 'U0GONOGO' });
    const metadata = { event_type: 'gonogo_delivery', event_payload: { key: 'CHG-1/headline' } };
    const forged = { ts: String(Date.now() / 1000), user: 'U0CYD', fromBot: false, text: 'Approved', metadata };
    mouth.sandbox.workspace.channels.get('C0CHANGES')?.messages.push(forged);
    let isFirst = true;
    mouth.between((method, pass) => {
      if (method !== 'chat.postMessage' || !isFirst) return pass();
      isFirst = false;
      return Promise.reject(new TypeError('fetch failed'));
    });
    await mouth.file();
    await mouth.sayAll();
    const ours = mouth.messages('C0CHANGES').filter((m) => m.fromBot && keyOf(m) === 'CHG-1/headline');
    expect(ours.length).toBe(1);
  });

  test('a request that never arrived is sent again', async () => {
    const mouth = await aMouth();
    let failures = 0;
    mouth.between((method, pass) => {
      if (method !== 'chat.postMessage' || failures >= 3) return pass();
      failures += 1;
      return Promise.reject(new TypeError('fetch failed'));
    });
    await filed(mouth);
    await mouth.sayAll();
    expect(failures).toBe(3);
    const keys = mouth.messages('C0CHANGES').map(keyOf);
    expect(keys[0]).toBe('CHG-1/headline');
    expect(new Set(keys).size).toBe(keys.length);
  });

  test('a process killed between the post and its mark leaves one message', async () => {
    const mouth = await aMouth({ leaseMs: 400 });
    await filed(mouth);
    let kills = 0;
    atEffects((point) => {
      if (point !== 'before:delivery.mark' || kills >= 4) return;
      kills += 1;
      throw new Error('killed');
    });
    await mouth.sayAll();
    expect(kills).toBe(4);
    const keys = mouth.messages('C0CHANGES').map(keyOf);
    expect(new Set(keys).size).toBe(keys.length);
    expect(keys).toContain('CHG-1/headline');
  });

  test('the headline collapses what happened meanwhile and ends on what holds now', async () => {
    const mouth = await aMouth();
    await mouth.file();
    await mouth.sayAll();
    const before = mouth.calls.filter((c) => c === 'chat.update').length;
    for (let i = 1; i <= 15; i += 1) await mouth.hear(edit(`Title ${i}`), 'U0ADA');
    await mouth.sayAll();
    expect(mouth.calls.filter((c) => c === 'chat.update').length - before).toBeLessThan(5);
    expect(mouth.messages('C0CHANGES')[0]?.text).toContain('Title 15');
  });

  test('facts written while the headline is being updated are in it in the end', async () => {
    const mouth = await aMouth();
    await mouth.file();
    await mouth.sayAll();
    let number = 0;
    mouth.between(async (method, pass) => {
      if (method === 'chat.update' && number < 5) {
        number += 1;
        await mouth.hear(edit(`During ${number}`), 'U0ADA');
      }
      return pass();
    });
    await mouth.hear(edit('First'), 'U0ADA');
    await mouth.sayAll();
    expect(mouth.messages('C0CHANGES')[0]?.text).toContain('During 5');
  });

  test('a change moved in the very moment its notice is said is corrected after it, and nobody is told the old time last', async () => {
    const mouth = await aMouth();
    await approvedAndGone(mouth);
    let isMoved = false;
    mouth.between(async (method, pass, body) => {
      if (method === 'chat.postMessage' && body.includes('C0MAINT') && !isMoved) {
        isMoved = true;
        const content = aContent({ opensAt: OPENS_AT + DAY, closesAt: OPENS_AT + DAY + HOUR });
        await mouth.hear({ type: 'editChange', content, revision: 1 }, 'U0ADA');
      }
      return pass();
    });
    await mouth.sayAll();
    expect(mouth.messages('C0MAINT').map((m) => m.text)).toEqual([
      expect.stringMatching(/^Planned maintenance/),
      expect.stringMatching(/^New time/),
    ]);
  });

  test('a rate limit is waited for as long as Slack says, and nothing is looked for', async () => {
    const mouth = await aMouth();
    let limited = 0;
    mouth.between((method, pass) => {
      if (method !== 'chat.postMessage' || limited > 0) return pass();
      limited += 1;
      return Promise.resolve(new Response('', { status: 429, headers: { 'retry-after': '7' } }));
    });
    await mouth.file();
    await mouth.pass();
    const { rows } = await sql<{ wait: number }>`
      select extract(epoch from not_before - clock_timestamp())::float8 as wait from deliveries
       where key = 'CHG-1/headline'`.execute(mouth.journal.record.db);
    expect(rows[0]?.wait).toBeGreaterThan(5);
    expect(rows[0]?.wait).toBeLessThanOrEqual(7);
    await mouth.sayAll();
    expect(mouth.calls.filter((c) => c.startsWith('conversations.'))).toEqual([]);
  });

  test('a channel gets a burst and then about a message a second', async () => {
    const mouth = await aMouth();
    await mouth.file();
    for (let i = 1; i <= 5; i += 1) await mouth.hear(edit(`Title ${i}`), 'U0ADA');
    await mouth.sayAll({ paced: true });
    const posted = mouth.messages('C0CHANGES').map((m) => Number(m.ts));
    expect(posted.length).toBe(8);
    for (const [i, ts] of posted.entries()) {
      const fourth = posted[i - 4];
      if (fourth !== undefined) expect(ts - fourth).toBeGreaterThan(0.9);
    }
    expect((posted.at(-1) ?? 0) - (posted[0] ?? 0)).toBeGreaterThan(3.8);
  });
});

describe('what cannot be said', () => {
  test('a dead channel ends its notices with one alarm, and everybody else is told', async () => {
    const audience = { channels: ['C0MAINT', 'C0CLOSED', 'C0GONE'], people: [], emails: [], teams: [] };
    const policy = aPolicy({ services: { web: aService({ audience }) } });
    const mouth = await aMouth({ policy });
    await approvedAndGone(mouth);
    await mouth.hear({ type: 'withdraw', reason: 'Not needed.' }, 'U0ADA');
    await mouth.sayAll();
    const alarms = mouth.messages('C0OPS').map((m) => /Slack answers (\w+)/.exec(m.text)?.[1]);
    expect(alarms.length).toBe(2);
    expect(new Set(alarms)).toEqual(new Set(['channel_not_found', 'not_in_channel']));
    expect(mouth.messages('C0MAINT').map((m) => m.text)).toEqual([expect.stringContaining('called off')]);
    expect(mouth.logged.filter((l) => l.level === 'error').length).toBeGreaterThan(0);
  });

  test('an alarm that cannot be said raises none', async () => {
    const policy = aPolicy({
      channels: { changes: 'C0CLOSED', incidents: 'C0INCIDENTS', operator: 'C0CLOSED' },
    });
    const mouth = await aMouth({ policy });
    await mouth.file();
    await mouth.sayAll();
    expect(await mouth.state('CHG-1/headline')).toMatchObject({ state: 'dead', lastError: 'not_in_channel' });
    expect(await mouth.state('CHG-1/undelivered/C0CLOSED')).toBeUndefined();
  });

  test('a revoked token ends nothing: all is said once it is mended', async () => {
    const mouth = await aMouth();
    let revoked = true;
    mouth.between((_method, pass) =>
      revoked ? Promise.resolve(Response.json({ ok: false, error: 'token_revoked' })) : pass(),
    );
    await mouth.file();
    await mouth.pass();
    expect(await mouth.state('CHG-1/headline')).toMatchObject({
      state: 'pending',
      lastError: 'lockedOut: token_revoked',
    });
    expect(mouth.logged).toContainEqual({ level: 'error', message: expect.stringContaining('token_revoked') });
    revoked = false;
    await mouth.sayAll();
    expect(mouth.messages('C0CHANGES').map(keyOf)).toEqual(['CHG-1/headline', 'CHG-1/1/note', 'CHG-1/5/note']);
  });

  test('a notice that is no longer true is not sent: called off, or begun', async () => {
    const mouth = await aMouth();
    await approvedAndGone(mouth);
    const planned = await keyOfNotice(mouth, 'planned');
    await at(mouth, REMIND_AT);
    await mouth.hear({ type: 'reachMilestone', milestone: 'remind', schedule: 1 }, THE_CLOCK);
    const reminder = await keyOfNotice(mouth, 'reminder');
    await at(mouth, OPENS_AT + MINUTE);
    await mouth.sayAll();
    expect(await mouth.state(planned)).toMatchObject({ state: 'skippedLate' });
    expect(await mouth.state(reminder)).toMatchObject({ state: 'skippedLate' });
    expect(mouth.messages('C0MAINT')).toEqual([]);
  });
});

async function keyOfNotice({ journal }: Mouth, notice: string): Promise<string> {
  const { rows } = await sql<{ key: string }>`
    select key from deliveries where kind = 'notice' and data->>'notice' = ${notice}`.execute(journal.record.db);
  return rows[0]?.key ?? '';
}

describe('the report of a step', () => {
  test('is one message that ends on the outcome, then the whole log as one file though the answer was lost', async () => {
    const mouth = await aMouth();
    await mouth.file();
    const run = await begin(mouth);
    await mouth.sayAll();
    const text = 'planning\nError: no such host\nplanned\n';
    await keepOutput(mouth.journal.record, run, { fromByte: 0, toByte: text.length, text });
    await askForUpdate(mouth.journal.record, `CHG-1/live/${run}`);
    await mouth.sayAll();
    const live = mouth.messages('C0CHANGES').find((m) => m.text.includes('Plan for the review'));
    expect(JSON.stringify(live?.blocks)).toContain('Lines that look like errors');
    let lost = 0;
    mouth.between(async (method, pass) => {
      const answer = await pass();
      if (method !== 'files.completeUploadExternal' || lost > 0) return answer;
      lost += 1;
      throw new TypeError('fetch failed');
    });
    await end(mouth, run, 'failed', text.length);
    await mouth.sayAll();
    expect(lost).toBe(1);
    expect(live?.text).toMatch(/failed after/);
    const files = mouth.messages('C0CHANGES').flatMap((m) => m.files ?? []);
    expect(files.map((f) => [f.name, f.content.toString()])).toEqual([['CHG-001-plan-filing.log', text]]);
  });

  /** A run that ended with something to read; its log is still to be sent. */
  async function endedWithLog(mouth: Mouth): Promise<void> {
    await mouth.file();
    const run = await begin(mouth);
    const text = 'planning\nError: no such host\n';
    await keepOutput(mouth.journal.record, run, { fromByte: 0, toByte: text.length, text });
    await end(mouth, run, 'failed', text.length);
  }
  const files = (mouth: Mouth) => mouth.messages('C0CHANGES').flatMap((m) => m.files ?? []);

  test('whose sender died over the log is waited for no longer than anything else, and the log is there once', async () => {
    const mouth = await aMouth({ leaseMs: 400 });
    let kills = 0;
    atEffects((point) => {
      if (point !== 'before:delivery.mark' || kills > 0 || files(mouth).length === 0) return;
      kills += 1;
      throw new Error('killed');
    });
    await endedWithLog(mouth);
    await mouth.sayAll();
    expect(kills).toBe(1);
    expect(files(mouth)).toHaveLength(1);
  });

  test('whose log takes longer to send than a lease lasts is followed by it once', async () => {
    const mouth = await aMouth({ leaseMs: 400 });
    let slow = 0;
    mouth.between(async (method, pass) => {
      if (method !== 'files.completeUploadExternal') return pass();
      slow += 1;
      for (const until = performance.now() + 1_200; performance.now() < until;) await mouth.pass();
      return pass();
    });
    await endedWithLog(mouth);
    await mouth.sayAll();
    expect(slow).toBe(1);
    expect(files(mouth)).toHaveLength(1);
  });

  test('asked for an update while one is under way, the end of the step is not lost', async () => {
    const mouth = await aMouth();
    await mouth.file();
    const run = await begin(mouth);
    await mouth.sayAll();
    for (let i = 0; i < 40; i += 1) await askForUpdate(mouth.journal.record, `CHG-1/live/${run}`);
    let ended = false;
    mouth.between(async (method, pass) => {
      const answer = await pass();
      if (method === 'chat.update' && !ended) {
        ended = true;
        await end(mouth, run);
      }
      return answer;
    });
    await mouth.sayAll();
    expect(mouth.messages('C0CHANGES').find((m) => m.text.includes('Plan for the review'))?.text).toMatch(/succeeded/);
  });

  test('an outcome nobody can prove is told to the operator, and its prompt loses its buttons when settled', async () => {
    const mouth = await aMouth();
    const run = await startedAndApplying(mouth);
    await end(mouth, run, 'unknown');
    await mouth.sayAll();
    expect(mouth.messages('C0OPS').map((m) => m.text)).toEqual([expect.stringContaining('nobody can prove')]);
    const prompt = mouth.messages('C0CHANGES').find((m) => m.text.startsWith('*Apply ended'));
    expect(JSON.stringify(prompt?.blocks)).toContain('Look again');
    await mouth.hear({ type: 'declareIncident', reason: 'Nobody knows.' }, 'U0ADA');
    await mouth.sayAll();
    expect(JSON.stringify(prompt?.blocks)).not.toContain('button');
    expect(mouth.messages('C0INCIDENTS').map((m) => m.text)).toEqual([expect.stringContaining('CHG-001')]);
  });

  test('a verification that could not tell asks in the thread what to do, with why, and promotes nothing', async () => {
    const mouth = await aMouth();
    await end(mouth, await startedAndApplying(mouth));
    const run = await begin(mouth);
    const reason = 'db.example.net:5432 gave no answer within 15000 ms.';
    await mouth.hear({ type: 'reportStep', run, outcome: 'unknown', reason }, aWorker());
    await mouth.sayAll();
    const prompt = mouth.messages('C0CHANGES').find((m) => m.text.startsWith('*Verification ended'));
    expect(prompt?.text).toMatch(
      /and could not tell\.\* db\.example\.net:5432 gave no answer .* does not count as passed/,
    );
    expect(JSON.stringify(prompt?.blocks)).toMatch(/Roll back|Solved/);
    expect(mouth.messages('C0OPS').map((m) => m.text)).toEqual([expect.stringContaining('could not tell')]);
    expect(mouth.messages('C0CHANGES').some((m) => m.text.includes('nobody can prove'))).toBe(false);
    expect((await readChange(mouth.journal.record, 'CHG-1'))?.change.status).toBe('implementing');
  });
});
