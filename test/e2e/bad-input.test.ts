import { readFile, writeFile } from 'node:fs/promises';
import type { KnownBlock } from '@slack/types';
import { Kysely, PostgresDialect } from 'kysely';
import { Client } from 'pg';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { asPerson, type Actor } from '../../sandbox/driver.ts';
import type { Found } from '../../sandbox/seen.ts';
import { checkRecord } from '../../src/journal/check.ts';
import type { Tables } from '../../src/journal/tables.ts';
import { openPool } from '../../src/postgres/connect.ts';
import { MIGRATIONS } from '../../src/open-database.ts';
import { aPlayground, whenReady } from '../support/a-playground.ts';
import { ADA, BOB, CYD, DAY_MS } from '../support/a-story.ts';
import { aDatabase, type TestDatabase } from '../support/postgres.ts';
import { aProxy, type Proxy } from '../support/proxy.ts';
import { openEars } from '../support/ears.ts';
import { interaction, post, signed } from '../support/signed.ts';

const EVE = 'U0EVE';
const GUEST = 'U0GUEST';
const STRANGER = 'U0STRANGER';

/** Mentions, links, dates and formatting as Slack writes them, long, right to left, joined, with zero width. */
const HOSTILE =
  '<!channel> <!here> <@U0BOB> <!subteam^S0OPS> <#C0OPERATOR> <http://evil.example|ok> <!date^1^{date}|x> http://evil.example *bold* `code` ``` &lt;!channel&gt; שלום 👩‍👩‍👧 a\u200Bb :tada: ';
const TITLE = HOSTILE.slice(0, 118);
/** Whole repetitions, so that no letter is cut in two. */
const LONG = HOSTILE.repeat(Math.floor(2_900 / HOSTILE.length)).trim();

let play: Awaited<ReturnType<typeof aPlayground>>;
let database: TestDatabase;
let proxy: Proxy;
let client: Client;
let ada: Actor;
let bob: Actor;

beforeAll(async () => {
  database = await aDatabase({ migrations: MIGRATIONS });
  proxy = await aProxy(Number(new URL(database.url).port));
  client = new Client({ connectionString: database.url });
  await client.connect();
  const url = Object.assign(new URL(database.url), { port: String(proxy.port) }).href;
  play = await aPlayground({ mode: 'http', botEnv: { DATABASE_URL: url } });
  const { people, channels } = play.sandbox.workspace;
  people.set(GUEST, { id: GUEST, name: 'gus', realName: 'Gus Guest', isRestricted: true });
  people.set(STRANGER, { id: STRANGER, name: 'sam', realName: 'Sam Stranger', isStranger: true });
  for (const channel of channels.values()) channel.members.push(GUEST, STRANGER);
  await whenReady(play);
  ada = asPerson(play.sandbox, ADA);
  bob = asPerson(play.sandbox, BOB);
});
afterAll(async () => {
  await play.close();
  await client.end();
  await proxy.stop();
  await database.drop();
});

async function rows<T>(sql: string): Promise<T[]> {
  const answer = await client.query(sql);
  return answer.rows as T[];
}
/** Facts that people made; a step may begin or end at any time. */
async function factsKept(): Promise<number> {
  const [row] = await rows<{ n: number }>(`select count(*)::int as n from facts where by ~ '^[UW]'`);
  return row?.n ?? Number.NaN;
}

const WAIT = { timeout: 10_000, interval: 50 };

const FORM = {
  Title: TITLE,
  Type: 'Normal',
  Priority: 'Medium',
  Description: LONG,
  'Reason for change': LONG,
  'Expected impact': LONG,
  'Systems affected': ['Orders'],
  'Implementation plan': LONG,
  'Rollback plan': LONG,
  'Risk level': 'Low',
  'Potential impact': LONG,
  Mitigation: LONG,
  'Testing plan': LONG,
  'Estimated duration': '1h',
  Runbook: 'orders-release',
  release: 'v1.2.0',
};

/** What the bot says to one person alone because of this. */
async function toldAlone(person: Actor, act: () => Promise<unknown>): Promise<string> {
  const before = new Set((await person.messages((m) => m.message.ephemeral === true)).map((m) => m.ts));
  await act();
  const said = await person.findMessage((m) => m.message.ephemeral === true && !before.has(m.ts));
  return said.text;
}

describe('the form', () => {
  test('every fault stands under its own input, all at once; nothing typed is lost and no number is used up', async () => {
    await ada.command('/change', 'operator');
    await ada.modal('File a change');
    await ada.fill({
      ...FORM,
      Title: '\u200B',
      Mitigation: 'x\u0000y',
      'Testing plan': 'x\uD800y',
      'Rollback plan': 'read \u202Eti siht',
      'Proposed date': Date.now() - DAY_MS,
      'Estimated duration': 'two hours',
      'Maintenance window': '22-23',
      release: '$(id)',
    });
    const errors = await ada.submit();
    expect(errors).toEqual({
      Title: 'Please fill this in.',
      Mitigation: 'Please remove the invisible character U+0000, number 2 of this text.',
      'Testing plan': 'Please remove the invisible character U+D800, number 2 of this text.',
      'Rollback plan': 'Please remove the invisible character U+202E, number 6 of this text.',
      'Proposed date': 'This time has passed; choose one ahead.',
      'Estimated duration': 'Write it like 45m, 2h or 2h30m.',
      'Maintenance window': 'Write it like 22:00-02:00.',
      release: expect.stringContaining('Must match'),
    });
    const typed = play.sandbox.workspace.modals.get(ADA)?.at(-1)?.values;
    expect(typed).toMatchObject({
      description: { value: { value: LONG } },
      'param:release': { value: { value: '$(id)' } },
    });
    expect(await factsKept()).toBe(0);
  });

  test.each(['$(id)', '`id`', '-rf', '--help', '../..', 'v1.2.0;id', 'v1.2.0 -x', '｛v1.2.0｝', 'constructor'])(
    'the parameter %s is refused',
    async (release) => {
      await ada.fill({ release });
      expect((await ada.submit())['release']).toMatch(/^Must /);
    },
  );

  test('only runbooks of the chosen services are offered, and what is known stands below', async () => {
    const looks = async () => JSON.stringify((await ada.modal('File a change')).view.blocks);
    expect(await looks()).toContain('Will be asked');
    await ada.fill({ 'Systems affected': ['Storefront'], 'Estimated duration': '1h', 'Maintenance window': null });
    await ada.fill({ 'Proposed date': await play.story.noon(1) });
    await vi.waitFor(async () => expect(await looks()).not.toContain('orders-release'), WAIT);
    await vi.waitFor(async () => expect(await looks()).toContain('Filed late: GO or NO-GO is asked as soon as'), WAIT);
    await ada.fill({ 'Systems affected': ['Orders'] });
    await vi.waitFor(async () => expect(await looks()).toContain('orders-release'), WAIT);
  });

  test('closed, it comes back as it was typed with its hidden details, or empty when that is wished', async () => {
    await ada.pressInModal('Details');
    await ada.fill({ Commit: '1a2b3c4', Links: 'TASK-123' });
    await ada.pressInModal('Hide details');
    const button = async (text: string) =>
      vi.waitFor(async () => expect((await ada.modal('File a change')).buttons).toContain(text), WAIT);
    await button('Details (2 filled in)');
    await ada.fill({ Mitigation: 'typed last' });
    await ada.closeModal();
    await ada.command('/change', 'operator');
    const again = await ada.modal('File a change');
    expect(again.text).toContain('This is what you typed and did not send');
    expect(JSON.stringify(again.view.state.values)).toMatch(/typed last.*1a2b3c4/s);
    await ada.pressInModal('Start afresh');
    await vi.waitFor(async () => {
      const { view, text } = await ada.modal('File a change');
      expect(text).not.toContain('This is what you typed');
      expect(JSON.stringify(view.state.values)).not.toMatch(/typed last|1a2b3c4/);
    }, WAIT);
  });

  test('mended, the same form files the first number', async () => {
    await ada.fill({ ...FORM, 'Proposed date': await play.story.noon(30), 'Maintenance window': null });
    expect(await ada.submit()).toEqual({});
    await play.story.headline(/In review/);
    expect(await rows('select id from changes')).toEqual([{ id: 'CHG-1' }]);
  });
});

describe('a form that does not begin empty', () => {
  const front = async () => JSON.stringify((await ada.modal('File a change')).view.state.values);

  test('begins with a message, whatever it says', async () => {
    await ada.say(`The disk is full ${HOSTILE}`, 'operator');
    await ada.messageShortcut('make_change', await ada.findMessage(/The disk is full/, { channel: 'operator' }));
    expect(await front()).toMatch(/The disk is full.*archives.C0OPERATOR/s);
    await ada.closeModal();
  });

  test('begins with another change, without its date', async () => {
    await ada.command('/change like CHG-001', 'operator');
    const values = await front();
    expect(values).toContain('orders-release');
    expect(values).toContain('"selected_date_time":null');
    await ada.closeModal();
    expect(await toldAlone(ada, () => ada.command('/change like CHG-999', 'operator'))).toContain('no change CHG-999');
    expect(await toldAlone(ada, () => ada.command('/change like it', 'operator'))).toContain('`/change like CHG-7`');
  });
});

/** Puts blocks before everybody once more, as an old message that was never updated, or one that somebody made up. */
async function put(blocks: readonly KnownBlock[]): Promise<Found> {
  const { workspace } = play.sandbox;
  const ts = await workspace.nextTs();
  const message = { ts, user: workspace.app.userId, fromBot: true, text: 'An old copy', blocks: [...blocks] };
  workspace.channels.get('C0OPERATOR')?.messages.push(message);
  workspace.changed();
  return ada.findMessage((m) => m.ts === ts);
}
const copyOf = async (found: Found): Promise<Found> => put(found.message.blocks ?? []);

function aButton(action_id: string, value: string): KnownBlock {
  const text = { type: 'plain_text', text: 'Press' } as const;
  return { type: 'actions', elements: [{ type: 'button', text, action_id, value }] };
}

/** The one sentence for this person; nothing was recorded. */
async function refusedTo(person: Actor, act: () => Promise<unknown>): Promise<string> {
  const before = await factsKept();
  const said = await toldAlone(person, act);
  expect(await factsKept()).toBe(before);
  return said;
}

describe('the vote', () => {
  let first: Found;

  test('is not open to the requester, to people without the role, to guests and to strangers', async () => {
    first = await play.story.headline(/In review/);
    const says = async (user: string): Promise<string> => {
      const person = asPerson(play.sandbox, user);
      return refusedTo(person, () => person.press(first, 'Approve'));
    };
    expect(await says(ADA)).toContain('Your vote is not asked for here: it takes infrastructure lead.');
    expect(await says(EVE)).toContain('Your vote is not asked for here');
    expect(await says(GUEST)).toContain('Only full members of this workspace can do that');
    expect(await says(STRANGER)).toContain('Only full members of this workspace can do that');
  });

  test.each([
    ['vote:yes', 'garbage'],
    ['vote:yes', '{"v":2,"do":"vote","change":"CHG-1","ballot":1,"answer":"yes"}'],
    ['vote:yes', '{"v":1,"do":"vote","change":"CHG-1","ballot":1,"answer":"maybe"}'],
    ['vote:no', '{"v":1,"do":"vote","change":"CHG-1; drop table facts","ballot":1,"answer":"no"}'],
    ['start', '{"v":1,"do":"vote","change":"CHG-1","ballot":1,"answer":"yes"}'],
    ['edit', '[]'],
    ['details', 'null'],
  ])('a %s button that carries %s is refused in words', async (action, value) => {
    const forgery = await put([aButton(action, value)]);
    const said = await refusedTo(bob, () => bob.press(forgery, 'Press'));
    expect(said).toContain('This button is from another version of the bot');
  });

  test.each([
    ['vote:yes', { do: 'vote', change: 'CHG-999', ballot: 1, answer: 'yes' }, /There is no change CHG-999/],
    ['vote:no', { do: 'vote', change: 'CHG-999', ballot: 1, answer: 'no' }, /There is no change CHG-999/],
    ['vote:yes', { do: 'vote', change: 'CHG-1', ballot: 7, answer: 'yes' }, /This vote is closed or was replaced/],
    ['start', { do: 'start', change: 'CHG-1', revision: 1 }, /cannot be started now: it is “In review”/],
    [
      'lookAgain',
      { do: 'lookAgain', change: 'CHG-1', run: 'CHG-2-r1-w1-window-apply-1' },
      /cannot be looked at again now/,
    ],
    ['settle', { do: 'settle', change: 'CHG-1', run: "'; drop table facts; --" }, /cannot have an outcome settled now/],
    ['rollBack', { do: 'rollBack', change: 'CHG-1' }, /cannot be rolled back now/],
    ['solved', { do: 'solved', change: 'CHG-1' }, /cannot be called solved now/],
    ['close', { do: 'close', change: 'CHG-1' }, /cannot be closed now/],
    ['submit', { do: 'submit', change: 'CHG-1' }, /cannot be submitted now/],
    ['details', { do: 'details', change: 'CHG-999' }, /There is no change CHG-999/],
    ['edit', { do: 'edit', change: 'CHG-999', revision: 1 }, /There is no change CHG-999/],
  ])('a %s button made up as %o is refused in words', async (action, control, words) => {
    const forgery = await put([aButton(action, JSON.stringify({ v: 1, ...control }))]);
    expect(await refusedTo(bob, () => bob.press(forgery, 'Press'))).toMatch(words);
  });

  test('a form opened before somebody else edited keeps what was typed and says what to do', async () => {
    await bob.press(first, 'Edit');
    await bob.modal('Edit CHG-001');
    await ada.press(first, 'Edit');
    await ada.modal('Edit CHG-001');
    await ada.fill({ Description: 'Another description.' });
    expect(await ada.submit()).toEqual({});
    await play.story.thread(/edited|Edited/);
    const before = await factsKept();
    await bob.fill({ Description: 'What Bob typed for an hour' });
    const errors = await bob.submit();
    expect(errors['Title']).toMatch(/^Somebody changed this change while you typed, so nothing was saved\. Copy/);
    expect(JSON.stringify(play.sandbox.workspace.modals.get(BOB)?.at(-1)?.values)).toContain(
      'What Bob typed for an hour',
    );
    expect(await factsKept()).toBe(before);
    await bob.closeModal();
  });

  test('a button of a message as it was before a material edit is refused', async () => {
    const old = await copyOf(await play.story.headline(/In review/));
    await ada.press(old, 'Edit');
    await ada.modal('Edit CHG-001');
    await ada.fill({ 'Implementation plan': 'Another plan.' });
    expect(await ada.submit()).toEqual({});
    await play.story.thread(/implementation plan/i);
    expect(await refusedTo(bob, () => bob.press(old, 'Approve'))).toContain('This vote is closed or was replaced');
    expect(await refusedTo(ada, () => ada.press(old, 'Edit'))).toContain('The change was edited meanwhile');
  });

  test('two presses at the same instant count once each, and a second press is told that the vote is over', async () => {
    const before = await factsKept();
    const headline = await ada.findMessage(
      (m) => JSON.stringify(m.message.blocks ?? []).includes(String.raw`\"ballot\":2`),
      {
        channel: 'changes',
      },
    );
    const old = await copyOf(headline);
    const cyd = asPerson(play.sandbox, CYD);
    await Promise.all([bob.press(headline, 'Approve'), cyd.press(headline, 'Approve')]);
    await play.story.headline(/Approved|GO or NO-GO/);
    expect(await rows(`select count(*)::int as n from facts where type = 'voteCast'`)).toEqual([{ n: 1 }]);
    expect(await factsKept()).toBeGreaterThan(before);
    expect(await refusedTo(bob, () => bob.press(old, 'Approve'))).toMatch(/cannot be voted on now|This vote is closed/);
  });
});

describe('requests that Slack did not make', () => {
  const url = (): string => `${play.botUrl}/slack/events`;
  const secret = (): string => play.sandbox.signingSecret;
  const list =
    'command=%2Fchange&text=list&user_id=U0ADA&team_id=T0SANDBOX&trigger_id=1.1.a&response_url=http%3A%2F%2F127.0.0.1%3A1%2F';

  test('a form made up past the client is refused field by field', async () => {
    await ada.command('/change', 'operator');
    const { view } = await ada.modal('File a change');
    const text = (value: string) => ({ value: { type: 'plain_text_input', value } });
    const pick = (value: string) => ({ value: { type: 'static_select', selected_option: { value } } });
    const state = {
      values: {
        title: text('t'.repeat(121)),
        kind: pick('party'),
        priority: pick('low'),
        description: text('d'.repeat(2_901)),
        reason: {},
        services: {
          value: { type: 'multi_static_select', selected_options: [{ value: '../..' }, { value: 'constructor' }] },
        },
        risk: pick('low'),
        opensAt: { value: { type: 'datetimepicker', selected_date_time: null } },
        duration: text('1h'),
        runbook: pick('$(id)'),
        'param:release': text('v1.2.0\nv1.3.0'),
      },
    };
    const payload = {
      type: 'view_submission',
      user: { id: ADA, team_id: 'T0SANDBOX' },
      team: { id: 'T0SANDBOX' },
      trigger_id: '1.1.b',
      view: { ...view, state },
    };
    const before = await factsKept();
    const answer = await post(url(), interaction(payload, { secret: secret() }));
    expect(JSON.parse(answer.text)).toMatchObject({
      response_action: 'errors',
      errors: {
        title: expect.stringContaining('At most 120 characters; this has 121.'),
        kind: 'Please choose one.',
        description: 'At most 2900 characters; this has 2901.',
        reason: 'Please fill this in.',
        services: 'No service is called ../.., constructor.',
        opensAt: 'Please choose a date and time.',
        runbook: 'No runbook is called $(id).',
      },
    });
    expect(await factsKept()).toBe(before);
    await ada.closeModal();
  });

  test('unsigned, signed with another secret, altered, stale, or dated ahead: all turned away', async () => {
    const good = signed(list, 'form', { secret: secret() });
    const { 'x-slack-signature': _, ...unsigned } = good.headers;
    const statuses = await Promise.all(
      [
        { body: list, headers: unsigned },
        signed(list, 'form', { secret: 'another' }),
        { ...good, body: `${list}&x=1` },
        signed(list, 'form', { secret: secret(), aheadS: -301 }),
        signed(list, 'form', { secret: secret(), aheadS: 90 }),
        signed('{"type":"url_verification","challenge":"c"}', 'json', { secret: 'another' }),
      ].map(async (request) => (await post(url(), request)).status),
    );
    expect(statuses).toEqual([401, 401, 401, 401, 401, 401]);
  });

  test('an exact replay of a signed press has one effect', async () => {
    const value = '{"v":1,"do":"withdraw","change":"CHG-1"}';
    const payload = {
      type: 'view_submission',
      user: { id: EVE, team_id: 'T0SANDBOX' },
      team: { id: 'T0SANDBOX' },
      trigger_id: '1.1.c',
      view: {
        id: 'V0REPLAYED',
        callback_id: 'reason',
        type: 'modal',
        private_metadata: value,
        state: { values: { reason: { value: { type: 'plain_text_input', value: 'No.' } } } },
      },
    };
    const request = interaction(payload, { secret: secret() });
    const answers = [await post(url(), request), await post(url(), request), await post(url(), request)];
    expect(answers.map((a) => a.status)).toEqual([200, 401, 401]);
    expect(answers[0]?.text).toContain(
      'Only the person named on its message, the implementer or an infrastructure lead can do that',
    );
    expect(await rows(`select count(*)::int as n from intents where id like 'modal/V0REPLAYED/%'`)).toEqual([{ n: 1 }]);
  });

  test('payloads that make no sense are answered and change nothing', async () => {
    const before = await factsKept();
    const sent = [
      '{',
      '[]',
      'null',
      '{}',
      '{"type":"block_actions","actions":[{"action_id":"vote:yes"}]}',
      '{"type":"view_submission","view":{"callback_id":"change-form"}}',
    ];
    for (const payload of sent) {
      const body = new URLSearchParams({ payload }).toString();
      const { status } = await post(url(), signed(body, 'form', { secret: secret() }));
      expect([payload, status >= 400 && status < 500]).toEqual([payload, true]);
    }
    expect(await factsKept()).toBe(before);
    expect((await fetch(`${play.botUrl}/readyz`)).status).toBe(200);
  });

  test('an event that is sent again is taken, and nothing more', async () => {
    const event = {
      type: 'event_callback',
      event_id: 'Ev1',
      team_id: 'T0SANDBOX',
      event: { type: 'message', text: 'hello', channel: 'C0CHANGES', user: ADA },
    };
    const before = await factsKept();
    for (const retry of [1, 2, 3]) {
      const headers = { 'x-slack-retry-num': String(retry), 'x-slack-retry-reason': 'http_timeout' };
      // A minute apart: a second that passes between two requests must not make their signatures one.
      const again = signed(JSON.stringify(event), 'json', { secret: secret(), headers, aheadS: -60 * retry });
      const { status } = await post(url(), again);
      expect(status).toBe(200);
    }
    expect(await factsKept()).toBe(before);
  });
});

describe('the command', () => {
  test.each([
    ['nonsense', /^There is no `\/change nonsense`\.$/],
    ['`<!channel>`*x*', /^There is no `\/change &lt;!channel&gt;\*x\*`\.$/],
    ['x'.repeat(3_000), /^There is no `\/change x{39}…`\.$/],
    ['__proto__', /^There is no `\/change __proto__`/],
    ['list nonsense', /^Changes with “nonsense”: none\. Each word must stand in the request/],
    ["list mine ' | !zq:* & <!channel>", /^Your changes with “' \| !zq:\* &amp; &lt;!channel&gt;”: none\. /],
    ['list -', /^“-” cannot be understood here: write words with a letter or a digit in them\.$/],
    [`list ${'x '.repeat(1_400)}`, /^“[x ]+…” cannot be understood here: write at most 200 characters\.$/],
    ['list MINE', /^Your changes: CHG-001/],
    [
      'list service:constructor',
      /^The policy names no service constructor; it names orders-db, orders, (?:hosting, )?storefront\.$/,
    ],
    ['list service:orders-db', /^Changes of the service orders-db: none/],
    ['log statsu:<!channel>', /^“statsu:&lt;!channel&gt;” cannot be understood here: write `service:NAME`, /],
    ['log by:@nobody', /^Nobody who carries changes out is called @nobody in Slack/],
    ['log by:@ada kind:standard since:2001-01-01', /^The change log holds nothing for by:@ada kind:standard/],
    ['log', /^The change log: \d+ changes?, CHG-/],
    ['show', /^Write `\/change show CHG-7`\.$/],
    ['show CHG-999', /^There is no change CHG-999; `\/change log` shows those there are\.$/],
    ["show '; drop table facts", /^Write `\/change show CHG-7`\.$/],
  ])('/change %s is answered in words', async (typed, words) => {
    const said = await toldAlone(ada, () => ada.command(`/change ${typed}`, 'operator'));
    expect(said.split('\n\n')[0]).toMatch(words);
  });

  test('the last good policy stays while the file is broken on disk, and the operator is told of it and of its mending', async () => {
    const file = play.demo.policyFile;
    const good = await readFile(file, 'utf8');
    await writeFile(file, `${good}\nservices: [`);
    await vi.waitFor(
      async () =>
        expect(await (await fetch(`${play.botUrl}/readyz`)).text()).toContain('the last good one is in force'),
      8_000,
    );
    await ada.command('/change', 'operator');
    expect((await ada.modal('File a change')).labels).toContain('Systems affected');
    await ada.closeModal();
    await ada.findMessage(/^\*The policy was edited and is broken: 2 problems\./, { channel: 'operator' });
    await writeFile(file, good);
    await vi.waitFor(
      async () => expect(await (await fetch(`${play.botUrl}/readyz`)).text()).toContain('policy: in force'),
      8_000,
    );
    await ada.findMessage(/^The policy is mended, and in force/, { channel: 'operator' });
  });
});

describe('the start', () => {
  test("comes from the implementer alone, inside the window, with this change's id", async () => {
    const { story } = play;
    await story.go();
    const early = await put([aButton('start', '{"v":1,"do":"start","change":"CHG-1","revision":2}')]);
    expect(await refusedTo(ada, () => ada.press(early, 'Press'))).toMatch(
      /^It can start from .* wait for the window, or reschedule it\.$/m,
    );
    expect(await refusedTo(bob, () => bob.press(early, 'Press'))).toMatch(
      /Only <@U0ADA>, who carries this change out, can do that/,
    );
    await story.prepare();
    await ada.press(await story.headline(/Ready/), 'Start');
    expect((await ada.modal('Start CHG-001')).text).toContain('Proven');
    const before = await factsKept();
    for (const typed of ['CHG-002', 'yes', '<!channel>', 'CHG-001 --force']) {
      await ada.fill({ 'Change id': typed });
      expect(await ada.submit()).toEqual({
        'Change id': 'Please type CHG-001, exactly this change and no other, to start it.',
      });
    }
    expect(await factsKept()).toBe(before);
    await ada.closeModal();
  }, 60_000);

  test('a hostile reason is said as it was typed', async () => {
    await ada.press(await play.story.headline(/Ready/), 'Withdraw');
    await ada.modal('Withdraw CHG-001');
    await ada.fill({ Reason: 'x\u0000y' });
    expect(await ada.submit()).toEqual({ Reason: expect.stringContaining('U+0000') });
    await ada.fill({ Reason: HOSTILE.repeat(3) });
    expect(await ada.submit()).toEqual({});
    await play.story.headline(/Withdrawn/);
    await play.story.told(/called off/);
  });
});

describe('in the end', () => {
  const OURS = /<@U0(?:ADA|BOB|CYD|EVE|MIA)>|<!date\^\d+\^[^<>|]+\|[^<>|]+ UTC>/g;

  test('nobody was mentioned and nothing was linked by what people typed', async () => {
    await toldAlone(ada, () => ada.command('/change list mine', 'operator'));
    await toldAlone(ada, () => ada.command('/change show 1', 'operator'));
    const said = (await ada.messages('')).filter((m) => m.message.user === play.sandbox.botUserId);
    expect(said.length).toBeGreaterThan(20);
    for (const { message } of said) {
      for (const text of [message.text, ...mrkdwnIn(message.blocks ?? [])])
        expect(text.replaceAll(OURS, '')).not.toMatch(/[<>]/);
    }
  });

  test('everything that was to be said was said', async () => {
    await vi.waitFor(async () => {
      // A clock that skips weeks leaves a Monday's or a quarter's bulletin behind for the next one's.
      const open = await rows(
        `select key, state from deliveries where state not in ('sent', 'superseded')
         and not (view in ('weeklyDebts', 'quarterlyReview') and state = 'skippedLate')`,
      );
      expect(open).toEqual([]);
    }, 10_000);
    const db = new Kysely<Tables>({
      dialect: new PostgresDialect({ pool: openPool(database.url, { max: 2, name: 'check' }) }),
    });
    const findings = await checkRecord({ db, team: 'T0SANDBOX' }, { graceMs: 30_000 });
    await db.destroy();
    expect(findings).toEqual([]);
  });
});

describe('without the record', () => {
  const AWAY =
    /The record cannot be reached just now, so nothing was recorded or changed; please try again in a minute\./;

  test('that hangs, commands, presses and forms are answered within three seconds, in words', async () => {
    const ears = await openEars();
    const { signingSecret: secret } = play.sandbox;
    const who = { user: { id: EVE, team_id: 'T0SANDBOX' }, team: { id: 'T0SANDBOX' } };
    const value = (control: object): string => JSON.stringify({ v: 1, change: 'CHG-1', ...control });
    const command = `command=%2Fchange&text=list&user_id=${EVE}&team_id=T0SANDBOX&trigger_id=2.1.a&response_url=${encodeURIComponent(ears.url('list'))}`;
    const vote = {
      ...who,
      type: 'block_actions',
      trigger_id: '2.1.b',
      response_url: ears.url('vote'),
      actions: [
        {
          type: 'button',
          block_id: 'b',
          action_id: 'vote:yes',
          value: value({ do: 'vote', ballot: 1, answer: 'yes' }),
        },
      ],
    };
    const form = {
      ...who,
      type: 'view_submission',
      trigger_id: '2.1.c',
      view: {
        id: 'V0HANGS',
        type: 'modal',
        callback_id: 'reason',
        private_metadata: value({ do: 'withdraw' }),
        state: { values: { reason: { value: { type: 'plain_text_input', value: 'No.' } } } },
      },
    };
    const url = `${play.botUrl}/slack/events`;
    proxy.blackHole({ newToo: true });
    const began = performance.now();
    const answers = await Promise.all([
      post(url, signed(command, 'form', { secret })),
      post(url, interaction(vote, { secret })),
      post(url, interaction(form, { secret })),
      ears.hear('list'),
      ears.hear('vote'),
    ]);
    expect(performance.now() - began).toBeLessThan(3_000);
    expect(answers.slice(0, 3)).toMatchObject([{ status: 200 }, { status: 200 }, { status: 200 }]);
    const [, , modal, listed, voted] = answers;
    for (const words of [modal.text, listed, voted]) expect(words).toMatch(AWAY);
    proxy.heal();
    await ears.close();
  });

  test('that is gone, too, and a form stays open with what was typed', async () => {
    await vi.waitFor(async () => expect((await fetch(`${play.botUrl}/readyz`)).status).toBe(200), 15_000);
    const open = await put([aButton('vote:yes', '{"v":1,"do":"vote","change":"CHG-1","ballot":2,"answer":"yes"}')]);
    await ada.command('/change', 'operator');
    await ada.modal('File a change');
    await ada.fill({ ...FORM, 'Proposed date': await play.story.noon(30) });
    await proxy.stop();
    const inTime = async (act: () => Promise<string>): Promise<string> => {
      const began = performance.now();
      const said = await act();
      expect(performance.now() - began).toBeLessThan(3_000);
      return said;
    };
    expect(await inTime(async () => JSON.stringify(await ada.submit()))).toMatch(AWAY);
    expect(await inTime(() => toldAlone(bob, () => bob.press(open, 'Press')))).toMatch(AWAY);
    expect(await inTime(() => toldAlone(ada, () => ada.command('/change show 1', 'operator')))).toMatch(AWAY);
    for (const action of ['edit', 'start', 'withdraw', 'rollBack', 'details']) {
      const more = action === 'edit' || action === 'start' ? ',"revision":2' : '';
      const button = await put([aButton(action, `{"v":1,"do":"${action}","change":"CHG-1"${more}}`)]);
      expect(await inTime(() => toldAlone(bob, () => bob.press(button, 'Press')))).toMatch(AWAY);
    }
    expect(play.sandbox.workspace.modals.get(ADA)).toHaveLength(1);
    expect(await rows('select id from changes')).toEqual([{ id: 'CHG-1' }]);
    expect(await rows('select value from counters')).toEqual([{ value: 1 }]);
  });
});

function mrkdwnIn(blocks: readonly KnownBlock[]): string[] {
  const found: string[] = [];
  JSON.stringify(blocks, (_key, value: unknown) => {
    if (value !== null && typeof value === 'object' && 'type' in value && value.type === 'mrkdwn' && 'text' in value)
      found.push(String(value.text));
    return value;
  });
  return found;
}
