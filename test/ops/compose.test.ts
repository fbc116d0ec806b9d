import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { parse } from 'yaml';
import { z } from 'zod';
import { Environment, readConfig } from '../../src/config.ts';
import { ROOT } from './source-tree.ts';

const Service = z.object({
  image: z.string(),
  build: z.string().optional(),
  profiles: z.array(z.string()).prefault([]),
  command: z.array(z.string()).prefault([]),
  env_file: z.union([z.string(), z.array(z.object({ path: z.string(), required: z.boolean() }))]).optional(),
  environment: z.record(z.string(), z.string()).prefault({}),
  volumes: z.array(z.string()).prefault([]),
  networks: z.array(z.string()),
  ports: z.array(z.string()).prefault([]),
  depends_on: z.record(z.string(), z.object({ condition: z.string() })).prefault({}),
  healthcheck: z.object({ test: z.array(z.string()) }).optional(),
  restart: z.literal('unless-stopped'),
  stop_grace_period: z.string().optional(),
});
const Compose = z.object({
  services: z.object({ bot: Service, steps: Service, postgres: Service, redis: Service }),
  networks: z.record(z.string(), z.object({ internal: z.boolean().optional() })),
  volumes: z.record(z.string(), z.object({})),
});

const { services, networks, volumes } = Compose.parse(parse(read('docker-compose.yml'), { merge: true }));
const DOCKERFILE = read('Dockerfile');

function read(path: string): string {
  return readFileSync(join(ROOT, path), 'utf8');
}

/** The environment of a service as the process in it would see it, with a password where compose puts one. */
function environmentOf(service: z.output<typeof Service>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(service.environment).map(([name, value]) => [name, value.replaceAll(/\$\{[^}]+\}/g, 'secret')]),
  );
}

test('bot and steps are given only variables that the bot knows', () => {
  const names = [...Object.keys(services.bot.environment), ...Object.keys(services.steps.environment)];
  expect(names.filter((name) => !Object.hasOwn(Environment.shape, name))).toEqual([]);
});

test('between them they have every role, each once', () => {
  expect([services.bot, services.steps].map((s) => s.environment['ROLES'])).toEqual(['slack,relay,posts', 'steps']);
});

test('the bot takes its environment once the tokens are in it', () => {
  const tokens = { SLACK_BOT_TOKEN: 'xoxb-1', SLACK_APP_TOKEN: 'xapp-1' };
  expect(services.bot.env_file).toBe('.env');
  expect(readConfig({ ...tokens, ...environmentOf(services.bot) })).toMatchObject({
    ok: true,
    config: { database: { kind: 'postgres' }, queue: { kind: 'redis' }, roles: ['slack', 'relay', 'posts'] },
  });
});

test('the step worker holds no Slack token and starts without one', () => {
  expect(JSON.stringify(services.steps)).not.toMatch(/SLACK|"\.env"/);
  expect(readConfig(environmentOf(services.steps))).toMatchObject({ ok: true, config: { roles: ['steps'] } });
});

test('a deploy of the bot cannot recreate the step worker: it stands alone in a profile, with an image of its own', () => {
  expect(Object.entries(services).flatMap(([name, s]) => (s.profiles.length > 0 ? [name] : []))).toEqual(['steps']);
  expect(services.steps.image).not.toBe(services.bot.image);
  expect(services.bot.depends_on).not.toHaveProperty('steps');
});

test('the step worker is given hours to end, and keeps its runs on a volume of its own', () => {
  expect(services.steps.stop_grace_period).toMatch(/^\d+h$/);
  const data = services.steps.volumes.find((v) => v.endsWith(`:${services.steps.environment['DATA_DIR']}`));
  expect(data?.split(':')[0]).toBe('steps');
  expect(services.bot.volumes.some((v) => v.startsWith('steps:'))).toBe(false);
});

test('policy and runbooks are read-only, and where GONOGO_CONFIG looks', () => {
  for (const service of [services.bot, services.steps]) {
    expect(service.volumes).toContain('./policy:/policy:ro');
    expect(service.environment['GONOGO_CONFIG']).toMatch(/^\/policy\//);
  }
});

test('Redis never throws a job away, keeps a file and wakes jobs on time', () => {
  const flags = services.redis.command.join(' ');
  for (const flag of ['--maxmemory-policy noeviction', '--appendonly yes', '--hz 100']) expect(flags).toContain(flag);
});

test('the servers are pinned by their major version, healthy before anybody needs them, and out of reach from outside', () => {
  for (const [name, service] of Object.entries({ postgres: services.postgres, redis: services.redis })) {
    expect(service.image).toMatch(new RegExp(String.raw`^${name}:\d+$`));
    expect(service.healthcheck).toBeDefined();
    expect(service.ports).toEqual([]);
    expect(service.networks.map((network) => networks[network]?.internal)).toEqual([true]);
    expect(service.volumes.every((v) => Object.hasOwn(volumes, v.split(':')[0] ?? ''))).toBe(true);
    for (const user of [services.bot, services.steps])
      expect(user.depends_on[name]).toEqual({ condition: 'service_healthy' });
  }
});

test('nothing of the machine listens to the outside', () => {
  const ports = Object.values(services).flatMap((s) => s.ports);
  expect(ports.filter((port) => !port.startsWith('127.0.0.1:'))).toEqual([]);
});

test('the image is the bot without the sandbox, not root, and says whether it is ready', () => {
  const copied = [...DOCKERFILE.matchAll(/^COPY (?!--from)(.+) \S+$/gm)].flatMap((m) => m[1]?.split(' ') ?? []);
  expect(copied.filter((path) => !existsSync(join(ROOT, path)))).toEqual([]);
  expect(copied).not.toContain('sandbox');
  expect(DOCKERFILE).toMatch(/^FROM node:26-slim$/m);
  expect(DOCKERFILE).toMatch(/^USER node$/m);
  expect(DOCKERFILE).toMatch(/^HEALTHCHECK [\s\S]*\/readyz/m);
  const ignored = read('.dockerignore').split('\n');
  expect(ignored).toContain('*');
  expect(copied.filter((path) => !ignored.includes(`!${path}`))).toEqual([]);
});
