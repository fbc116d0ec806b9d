import { describe, expect, test } from 'vitest';
import { codeOf, sourceFiles, type SourceFile } from './ops/source-tree.ts';

/** A room of `src/`: which rooms, root files and single files of other rooms it may import, types included, and which packages. */
interface Room {
  readonly rooms: readonly string[];
  readonly packages: readonly string[];
}

/**
 * Who may import whom. This table is the documentation of the rooms, and every import in `src/` is held to it; what it grants
 * and nobody uses is a fault too. `node` stands for Node's own modules.
 */
const ROOMS: Readonly<Record<string, Room>> = {
  // The domain: pure, alone, no package.
  change: { rooms: [], packages: [] },

  // The record, and the wire vocabulary of Slack: they know the domain and not one another.
  journal: {
    rooms: ['change', 'canonical-json.ts', 'effect.ts', 'policy/empty-policy.ts'],
    packages: ['kysely', 'pg'],
  },
  slack: {
    rooms: ['change', 'effect.ts'],
    packages: ['@slack/bolt', '@slack/types', '@slack/web-api', 'node', 'pino', 'zod'],
  },

  // The calendar as a picture; drawn with the font and the program that come with it.
  pictures: { rooms: ['change'], packages: ['@resvg/resvg-js', 'dejavu-fonts-ttf', 'node'] },

  // A change as a document: printed and read, with nothing but the domain.
  paper: { rooms: ['change'], packages: [] },

  // A calendar as text: invitations and feeds are written, holidays read.
  ical: { rooms: ['change'], packages: [] },

  // Whom the bot reaches beside Slack: addresses of the web, looked at before they are asked, and the mail server.
  outside: { rooms: ['change'], packages: ['node', 'nodemailer'] },

  // Templates and what they may place: Liquid with everything taken out of it but conditions.
  wording: { rooms: ['change'], packages: ['liquidjs'] },

  // The three that do things never import one another, except that jobs deliver.
  commands: {
    rooms: [
      'change',
      'journal',
      'paper',
      'pictures',
      'slack',
      'wording/feedback-words.ts',
      'canonical-json.ts',
      'effect.ts',
      'feed-token.ts',
    ],
    packages: ['@slack/bolt', '@slack/types', '@slack/web-api', 'pino', 'zod'],
  },
  notifications: {
    rooms: ['change', 'ical', 'journal', 'outside', 'policy/shipped-notices.ts', 'slack', 'wording', 'effect.ts'],
    packages: ['@slack/types', '@slack/web-api', 'node', 'pino'],
  },
  jobs: {
    rooms: ['change', 'journal', 'outside', 'canonical-json.ts', 'effect.ts'],
    packages: ['bullmq', 'execa', 'ioredis', 'node', 'node-cron', 'pg', 'pino', 'zod'],
  },

  // At the edges: the policy file, the database server, HTTP.
  policy: { rooms: ['change', 'ical', 'wording', 'canonical-json.ts'], packages: ['node', 'yaml', 'zod'] },
  postgres: { rooms: [], packages: ['node', 'pg'] },
  web: {
    rooms: ['change', 'feed-token.ts', 'ical', 'journal', 'slack/words.ts'],
    packages: ['node'],
  },

  // The operator's tools reach the record and the files themselves, and of the running bot only what says how things are.
  cli: {
    rooms: [
      'change',
      'config.ts',
      'jobs/queues/redis-fitness.ts',
      'journal',
      'notifications/routes.ts',
      'open-database.ts',
      'outside',
      'paper',
      'policy',
      'postgres',
      'slack',
    ],
    packages: ['@slack/web-api', 'ioredis', 'kysely', 'node', 'package.json', 'pg', 'yaml', 'zod'],
  },
  'cli.ts': { rooms: ['cli'], packages: ['node'] },

  // The composition root: each file opens one thing, and app.ts all of them.
  'app.ts': {
    rooms: ['closing.ts', 'config.ts', 'log.ts', 'open-database.ts', 'open-policy-or-empty.ts', 'open-roles.ts'],
    packages: ['node'],
  },
  'open-database.ts': {
    rooms: ['closing.ts', 'config.ts', 'journal', 'postgres'],
    packages: ['kysely', 'node', 'pino'],
  },
  'open-identity.ts': { rooms: ['config.ts', 'journal', 'slack'], packages: ['kysely', 'node', 'pino'] },
  'open-policy-or-empty.ts': { rooms: ['change', 'closing.ts', 'log.ts', 'policy'], packages: ['node', 'pino'] },
  'open-roles.ts': {
    rooms: [
      'change',
      'closing.ts',
      'config.ts',
      'jobs',
      'journal',
      'notifications',
      'open-database.ts',
      'open-identity.ts',
      'open-policy-or-empty.ts',
      'open-slack.ts',
      'outside',
      'postgres',
      'slack',
      'web',
    ],
    packages: ['pino'],
  },
  'open-slack.ts': {
    rooms: [
      'closing.ts',
      'commands',
      'config.ts',
      'journal',
      'notifications/preview-notices.ts',
      'open-policy-or-empty.ts',
      'slack',
    ],
    packages: ['node', 'pino'],
  },
  'config.ts': { rooms: [], packages: ['node', 'zod'] },
  'closing.ts': { rooms: [], packages: ['pino'] },
  'log.ts': { rooms: [], packages: ['pino'] },
  'effect.ts': { rooms: [], packages: [] },
  'canonical-json.ts': { rooms: [], packages: ['node'] },
  'feed-token.ts': { rooms: [], packages: ['node'] },
};

/** Programs beside `src/` that use a part of it; tests and benchmarks may use all of it. */
const BESIDE: Readonly<Record<string, readonly string[]>> = {
  'start.ts': ['src/app.ts', 'src/config.ts', 'sandbox/play.ts'],
  // The stand-in starts the bot as a process, knows where its embedded database is, and locks a folder and finds a port as it does.
  sandbox: [
    'src/app.ts',
    'src/postgres/connection-file.ts',
    'src/postgres/folder-lock.ts',
    'src/postgres/free-port.ts',
  ],
};

/** What the domain must not hold: a clock, chance, waiting, the process. It is told what time it is. */
const IMPURE =
  /\b(?:Date\.now|new Date|Math\.random|Temporal\.Now|async|await|Promise|process|globalThis|console|crypto|performance|fetch|setTimeout|setInterval|require)\b/;

/**
 * The doors of the bot to the outside: what may be called in these files and nowhere else. Where `effect` is true each of them goes through
 * `effect()`, so that tests may stop the process before and after.
 */
interface Door {
  readonly what: string;
  /** A call in the code, or the module it cannot be done without. */
  readonly call: RegExp | string;
  readonly effect: boolean;
  readonly files: readonly string[];
}

const DOORS: readonly Door[] = [
  {
    what: 'says or looks up something in Slack',
    call: /\.(?:chat|conversations|files)\.\w+\(|\.filesUploadV2\(|\.apiCall\(/,
    effect: true,
    files: [
      'src/commands/file-change/from-message.ts',
      'src/commands/reply/tell-alone.ts',
      'src/notifications/lookup.ts',
      'src/notifications/sending.ts',
      'src/slack/upload.ts',
    ],
  },
  {
    what: 'opens or updates a modal, or draws Home',
    call: /\.views\.(?:open|update|push|publish)\(/,
    effect: true,
    files: ['src/commands/home/home.ts', 'src/commands/open-view.ts', 'src/commands/redraw-view.ts'],
  },
  {
    what: 'answers a person in private',
    call: /(?<!\.)\brespond\(\{/,
    effect: true,
    files: ['src/commands/private.ts'],
  },
  {
    what: 'tells somebody outside Slack',
    call: /\bmailServer\.send\(|(?<!function )\bpostToWebhook\(/,
    effect: true,
    files: ['src/notifications/outside/tell.ts'],
  },
  {
    what: 'asks Slack who somebody is',
    call: /\.(?:users|usergroups)\.\w+(?:\.\w+)?\(/,
    effect: true,
    files: ['src/slack/names.ts', 'src/slack/roster.ts'],
  },
  {
    what: 'asks Slack who the bot is, at the start',
    call: /\.posts\.auth\.test\(/,
    effect: false,
    files: ['src/open-identity.ts'],
  },
  {
    what: 'writes facts: one door',
    call: /(?<!function )\bhear(?:Once|Calendar)\(/,
    effect: true,
    files: ['src/journal/hear.ts'],
  },
  {
    what: 'appends to a stream',
    call: /(?<!function )\bappendFacts\(/,
    effect: false,
    files: ['src/journal/hear-calendar.ts', 'src/journal/hear-once.ts'],
  },
  {
    what: 'opens a transaction',
    call: /\.transaction\(\)/,
    effect: false,
    files: ['src/journal/check.ts', 'src/journal/delivery-rows.ts', 'src/journal/hear.ts'],
  },
  {
    what: 'hands due rows to the queues',
    call: /\bqueues\.offer\(/,
    effect: true,
    files: ['src/jobs/relay.ts'],
  },
  {
    what: 'begins a run in a process of its own',
    call: /(?<!function )\bspawnWrapper\(/,
    effect: true,
    files: ['src/jobs/command/launch.ts'],
  },
  {
    what: 'starts a program',
    call: 'node:child_process',
    effect: false,
    files: [
      'src/jobs/command/launch.ts',
      'src/jobs/command/leaf-process.ts',
      'src/jobs/command/process-table.ts',
      'src/postgres/run-as.ts',
      'src/postgres/server.ts',
      'src/postgres/supervise.ts',
    ],
  },
  {
    what: "starts a runbook's program",
    call: 'execa',
    effect: false,
    files: ['src/jobs/command/leaf-process.ts'],
  },
  {
    what: 'fetches an address',
    call: /\bfetch\(/,
    effect: true,
    files: ['src/slack/upload.ts'],
  },
  {
    what: 'asks an address that it has looked at',
    call: 'node:https',
    effect: false,
    files: ['src/outside/ask.ts'],
  },
  {
    what: 'connects to an address that it has looked at',
    call: /\bcreateConnection\(/,
    effect: false,
    files: ['src/outside/connect.ts'],
  },
  {
    what: 'looks names up',
    call: 'node:dns/promises',
    effect: false,
    files: ['src/outside/ask-record.ts', 'src/outside/ask.ts'],
  },
  {
    what: 'speaks to the mail server',
    call: 'nodemailer',
    effect: false,
    files: ['src/outside/mail-server.ts'],
  },
  {
    what: 'listens on a port',
    call: /\bcreateServer\(/,
    effect: false,
    files: ['src/postgres/free-port.ts', 'src/web/server.ts'],
  },
];

const LINES_MAX = 250;
/** Longer, with the reason. */
const LONG: Readonly<Record<string, string>> = {
  'sandbox/slack/limits.ts': "a table of Slack's limits, block by block",
};

const SRC = sourceFiles('src');
const SANDBOX = sourceFiles('sandbox');
/** What runs for ever; the operator's tools are run by hand and watched. */
const BOT = SRC.filter((f) => !f.path.startsWith('src/cli'));

function roomOf(path: string): string {
  return path.split('/')[1] ?? path;
}

/** The room, root file or package an import leads to. */
function targetOf(name: string): string {
  if (name.startsWith('src/')) return roomOf(name);
  if (name.startsWith('node:')) return 'node';
  return name
    .split('/')
    .slice(0, name.startsWith('@') ? 2 : 1)
    .join('/');
}

function inSrc(name: string): string {
  return name.replace(/^src\//, '');
}

function isOurs(name: string): boolean {
  return name.endsWith('.ts');
}

describe('who may import whom', () => {
  test('every room and root file of src/ stands in the table', () => {
    expect([...new Set(SRC.map((f) => roomOf(f.path)))].toSorted()).toEqual(Object.keys(ROOMS).toSorted());
  });

  test.each(Object.entries(ROOMS))('%s imports only what the table grants', (room, { rooms, packages }) => {
    const strays = SRC.filter((f) => roomOf(f.path) === room).flatMap((f) =>
      f.imports.filter((name) => !isGranted(room, name, rooms, packages)).map((name) => `${f.path} imports ${name}`),
    );
    expect(strays).toEqual([]);
  });

  test('nothing is granted that nobody uses', () => {
    const idle = Object.entries(ROOMS).flatMap(([room, { rooms, packages }]) => {
      const used = new Set(
        SRC.filter((f) => roomOf(f.path) === room).flatMap((f) => f.imports.flatMap((n) => [targetOf(n), inSrc(n)])),
      );
      return [...rooms, ...packages].filter((name) => !used.has(name)).map((name) => `${room} does not use ${name}`);
    });
    expect(idle).toEqual([]);
  });

  test.each(Object.entries(BESIDE))('%s uses only this of src/', (place, granted) => {
    const used = sourceFiles(place).flatMap((f) => f.imports.filter((name) => leavesIts(place, name)));
    expect([...new Set(used)].toSorted()).toEqual(granted.toSorted());
  });

  test('an import is always a literal, so that this test sees it', () => {
    expect(SRC.filter((f) => /\bimport\((?!\s*['"])|\brequire\(/.test(codeBefore(f))).map((f) => f.path)).toEqual([]);
  });
});

describe('the domain is pure', () => {
  test.each(SRC.filter((f) => f.path.startsWith('src/change/')).map((f) => [f.path, f] as const))('%s', (_, file) => {
    expect(IMPURE.exec(codeOf(file.text))?.[0]).toBeUndefined();
  });
});

describe('the doors to the outside', () => {
  test.each(DOORS)('what $what stands in a few named files', ({ call, effect, files }) => {
    const found = BOT.filter((f) => (typeof call === 'string' ? f.imports.includes(call) : call.test(codeOf(f.text))));
    expect(found.map((f) => f.path)).toEqual(files);
    if (effect) expect(found.filter((f) => !/\beffect\(/.test(f.text)).map((f) => f.path)).toEqual([]);
  });
});

describe('length', () => {
  test('a file is read in one go', () => {
    const counted = [...SRC, ...SANDBOX]
      .map((f) => ({ path: f.path, lines: f.text.split('\n').length - 1 }))
      .toSorted((a, b) => a.lines - b.lines);
    const middle = counted[Math.floor(counted.length / 2)];
    const longest = counted.at(-1);
    process.stdout.write(
      `${counted.length} files, median ${middle?.lines} lines, longest ${longest?.path} with ${longest?.lines}\n`,
    );
    expect(counted.filter((f) => f.lines > LINES_MAX).map((f) => f.path)).toEqual(Object.keys(LONG));
  });
});

function isGranted(room: string, name: string, rooms: readonly string[], packages: readonly string[]): boolean {
  if (!isOurs(name)) return packages.includes(targetOf(name));
  if (!name.startsWith('src/')) return false;
  return roomOf(name) === room || rooms.includes(roomOf(name)) || rooms.includes(inSrc(name));
}

function leavesIts(place: string, name: string): boolean {
  return isOurs(name) && name !== place && !name.startsWith(`${place}/`);
}

function codeBefore(file: SourceFile): string {
  return file.text.replaceAll(/\/\*[\s\S]*?\*\/|^\s*\/\/.*$/gm, '');
}
