import { z } from 'zod';
import { Argv } from './argv.ts';
import { HttpExpectation, Url } from './http-check.ts';
import { Disk, Tool } from './needs.ts';
import { Dns, Log, Prometheus, Tcp } from './service-checks.ts';
import { EnvName, section } from './shapes.ts';

/** One command to run, or one thing to look at; an address without an expectation must answer 200. */
export const Check = section({
  run: Argv.exactOptional(),
  http: Url.exactOptional(),
  expect: HttpExpectation.exactOptional(),
  tcp: Tcp.exactOptional(),
  dns: Dns.exactOptional(),
  log: Log.exactOptional(),
  prometheus: Prometheus.exactOptional(),
  tool: Tool.exactOptional(),
  env: EnvName.exactOptional(),
  disk: Disk.exactOptional(),
  git: z.enum(['clean', 'pinned']).exactOptional(),
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
