import { z } from 'zod';
import { DiskTask, EnvTask, GitTask, ToolTask } from './need-tasks.ts';
import { Argument, File, SpanMs, Text } from './spec-shapes.ts';

const MINUTE_MS = 60_000;

const Plain = z.union([z.string(), z.number(), z.boolean(), z.null()]);

/** What every check that goes over the network brings: the private ranges (CIDR) that it may reach, and when it gives up. */
const reach = {
  allow: z
    .array(z.union([z.cidrv4(), z.cidrv6()]))
    .max(100)
    .readonly(),
  timeoutMs: SpanMs.max(5 * MINUTE_MS),
};

const Url = z.string().min(1).max(2048);
const Host = z.string().min(1).max(253);

/** A program and its arguments, never a shell line; it passes when it exits with 0. */
export const CommandTask = z.strictObject({
  kind: z.literal('command'),
  argv: z.tuple([Argument.min(1)], Argument).readonly(),
});

/** A question to an address. Without a status any 2xx passes; `withinMs` counts from connecting, `certificateMs` from now. */
export const HttpTask = z.strictObject({
  kind: z.literal('http'),
  url: Url,
  expect: z
    .strictObject({
      status: z.int().min(100).max(599).exactOptional(),
      headers: z
        .record(z.string(), z.union([z.string(), z.strictObject({ contains: Text })]))
        .readonly()
        .exactOptional(),
      json: z.record(z.string(), Plain).readonly().exactOptional(),
      withinMs: SpanMs.exactOptional(),
      certificateMs: z.int().min(1).exactOptional(),
    })
    .readonly(),
  ...reach,
});

/** A connection that is made and closed again; nothing is said on it. */
export const TcpTask = z.strictObject({
  kind: z.literal('tcp'),
  host: Host,
  port: z.int().min(1).max(65_535),
  withinMs: SpanMs,
  ...reach,
});

/** A question to a name server (`server` is an address, with a port perhaps): these values and no others. */
export const DnsTask = z.strictObject({
  kind: z.literal('dns'),
  name: Host,
  record: z.enum(['A', 'AAAA', 'CNAME', 'TXT']),
  values: z.array(Text).min(1).max(100).readonly(),
  server: Text.exactOptional(),
  ...reach,
});

/** Where a log stood once: which file it was, how long, and the SHA-256 of its end; null where there was none. */
export const LogPlace = z
  .strictObject({ dev: z.number(), ino: z.number(), size: z.int().min(0), end: z.string() })
  .nullable();

/** A file (relative to `cwd`, inside it) read from `from` on, or from where it stood when the run began. */
export const LogTask = z.strictObject({
  kind: z.literal('log'),
  file: File,
  finds: z.union([z.strictObject({ fragment: Text }), z.strictObject({ pattern: Text })]),
  atMost: z.int().min(0),
  from: z.union([LogPlace, z.literal('lost')]).exactOptional(),
});

/** A query asked once; `token` names the variable of the run's environment that holds the bearer token. */
export const PrometheusQuery = z.strictObject({
  url: Url,
  query: Text,
  token: Text.exactOptional(),
  ...reach,
});

/** What a query gives, held against a limit; `baseline` is what it gave before, where that is known. */
export const PrometheusTask = PrometheusQuery.extend({
  kind: z.literal('prometheus'),
  limit: z.union([
    z.strictObject({ below: z.number() }),
    z.strictObject({ above: z.number() }),
    z.strictObject({ atMostTimes: z.number().positive(), baseline: z.number().exactOptional() }),
  ]),
});

/** Whatever says pass, fail or inconclusive of a service, or of what its worker needs. */
export const CheckTask = z.discriminatedUnion('kind', [
  CommandTask,
  HttpTask,
  TcpTask,
  DnsTask,
  LogTask,
  PrometheusTask,
  ToolTask,
  EnvTask,
  DiskTask,
  GitTask,
]);

export type CommandTask = z.infer<typeof CommandTask>;
export type HttpTask = z.infer<typeof HttpTask>;
export type TcpTask = z.infer<typeof TcpTask>;
export type DnsTask = z.infer<typeof DnsTask>;
export type LogPlace = z.infer<typeof LogPlace>;
export type LogTask = z.infer<typeof LogTask>;
export type PrometheusQuery = z.infer<typeof PrometheusQuery>;
export type PrometheusTask = z.infer<typeof PrometheusTask>;
export type CheckTask = z.infer<typeof CheckTask>;
