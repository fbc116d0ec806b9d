import { z } from 'zod';
import { Argv } from './argv.ts';
import { HttpExpectation, Url } from './http-check.ts';
import { Disk, Tool } from './needs.ts';
import { Dns, Log, Prometheus, Tcp } from './service-checks.ts';
import { EnvName, section } from './shapes.ts';

/** One command to run, or one thing to look at. */
export const Check = section({
  run: Argv.exactOptional().describe('A command that ends with 0.'),
  http: Url.exactOptional().describe('An address that answers.'),
  expect: HttpExpectation.exactOptional().describe('What it answers; without it, status 200. Only beside `http`.'),
  tcp: Tcp.exactOptional().describe('A port that takes connections.'),
  dns: Dns.exactOptional().describe('A name that has these values of a record, and no others.'),
  log: Log.exactOptional().describe('A log of the service that does not say something, or not often.'),
  prometheus: Prometheus.exactOptional().describe('A metric that keeps a bound.'),
  tool: Tool.exactOptional().describe('A program whose version keeps its bounds.'),
  env: EnvName.exactOptional().describe('A variable of `env` that has a value.'),
  disk: Disk.exactOptional().describe('Room where a path lies.'),
  git: z
    .enum(['clean', 'pinned'])
    .exactOptional()
    .describe('A working tree with nothing uncommitted; `pinned`: at the commit that the change names, too.'),
}).transform(({ run, http, expect, tcp, dns, log, prometheus, tool, env, disk, git }, context) => {
  const refuse = (message: string): never => {
    context.issues.push({ code: 'custom', input: context.value, message });
    return z.NEVER;
  };
  const checks = [
    ...(run === undefined ? [] : [{ run }]),
    ...(http === undefined ? [] : [{ http, expect: expect ?? { status: 200 } }]),
    ...(tcp === undefined ? [] : [{ tcp }]),
    ...(dns === undefined ? [] : [{ dns }]),
    ...(log === undefined ? [] : [{ log }]),
    ...(prometheus === undefined ? [] : [{ prometheus }]),
    ...(tool === undefined ? [] : [{ tool }]),
    ...(env === undefined ? [] : [{ env }]),
    ...(disk === undefined ? [] : [{ disk }]),
    ...(git === undefined ? [] : [{ git }]),
  ];
  const [check, another] = checks;
  if (!check || another)
    return refuse('one of run, http (with expect), tcp, dns, log, prometheus, tool, env, disk and git');
  if (expect && http === undefined) return refuse('expect only beside http');
  if (expect?.certificateMs !== undefined && http?.startsWith('http:')) return refuse('https, for a certificate');
  return check;
});
