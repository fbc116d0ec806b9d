import { isIP } from 'node:net';
import { z } from 'zod';
import { ResponseTime } from './durations.ts';
import { Url } from './http-check.ts';
import { TARGET } from './placeholders.ts';
import { searchFault } from './safe-pattern.ts';
import { EnvName, InnerFile, section, text } from './shapes.ts';

const END = `(?:${TARGET}|[A-Za-z0-9])`;
const HOST = `${END}(?:(?:${TARGET}|[A-Za-z0-9.-]){0,251}${END})?|\\[[0-9A-Fa-f:.]+\\]`;
const FRAGMENT_MAX = 120;

const HostAndPort = text(new RegExp(`^(?:${HOST}):\\d{1,5}$`), 'a host and a port such as db.example.net:5432').refine(
  (address) => isPort(address.split(':').at(-1) ?? ''),
  { error: 'a port from 1 to 65535' },
);

export const Tcp = section({
  address: HostAndPort.describe('Where it is.'),
  within: ResponseTime.prefault('5s').describe('How soon it takes one.'),
}).transform(({ address, within }) => {
  const colon = address.lastIndexOf(':');
  return { host: address.slice(0, colon), port: Number(address.slice(colon + 1)), withinMs: within };
});

const RecordName = text(
  new RegExp(`^(?=.{1,253}$)(?:${TARGET}|[A-Za-z0-9_])(?:(?:${TARGET}|[A-Za-z0-9._-])*${END})?$`),
  'a name such as api.example.net',
);
const Server = z
  .string()
  .refine(isServer, { error: 'the address of a name server such as 10.0.0.53 or 10.0.0.53:5353' });

export const Dns = section({
  name: RecordName.describe('The name that is looked up.'),
  record: z.enum(['A', 'AAAA', 'CNAME', 'TXT']).prefault('A').describe('Which kind of record.'),
  values: z.array(z.string().min(1)).min(1).describe('All its values, in any order.'),
  server: Server.exactOptional().describe("Who is asked; without it, the machine's own server."),
});

const Fragment = z.string().refine((found) => found !== '' && found.length <= FRAGMENT_MAX && !/\p{Cc}/u.test(found), {
  error: `text of one line, up to ${FRAGMENT_MAX} characters`,
});

const Pattern = z.string().check((context) => {
  const fault = searchFault(context.value);
  if (fault !== undefined) context.issues.push({ code: 'custom', input: context.value, message: fault });
});

export const Log = section({
  file: InnerFile.describe('The log.'),
  fragment: Fragment.exactOptional().describe('Words that count; either these or a pattern.'),
  pattern: Pattern.exactOptional().describe(
    'A regular expression that counts; one that could take for ever is refused.',
  ),
  atMost: z.int().min(0).prefault(0).describe('How often it may be found.'),
  since: z
    .enum(['step', 'apply'])
    .prefault('step')
    .describe('From when on lines count: the beginning of this step, or of the apply.'),
}).transform(({ fragment, pattern, ...rest }, context) => {
  if (fragment !== undefined && pattern === undefined) return { ...rest, finds: { fragment } };
  if (fragment === undefined && pattern !== undefined) return { ...rest, finds: { pattern } };
  context.issues.push({ code: 'custom', input: context.value, message: 'either a fragment or a pattern' });
  return z.NEVER;
});

const Times = text(/^(?=.*[1-9])\d{1,4}(?:\.\d{1,3})?x$/, 'a ratio such as 1.2x').transform((written) =>
  Number(written.slice(0, -1)),
);

export const Prometheus = section({
  url: Url.refine((url) => !/[{}?#]/.test(url), {
    error: 'the address of a Prometheus, without a query or a parameter',
  }).describe('Where Prometheus is.'),
  query: z.string().min(1).max(2000).describe('What is asked, with one value as its answer.'),
  below: z.number().exactOptional().describe('The value lies below this.'),
  above: z.number().exactOptional().describe('The value lies above this.'),
  atMost: Times.exactOptional().describe('The value is at most so many times what it was just before the apply.'),
  token: EnvName.exactOptional().describe('The secret that it is asked with.'),
}).transform(({ below, above, atMost, ...rest }, context) => {
  const limits = [
    ...(below === undefined ? [] : [{ below }]),
    ...(above === undefined ? [] : [{ above }]),
    ...(atMost === undefined ? [] : [{ atMostTimes: atMost }]),
  ];
  const [limit, another] = limits;
  if (limit && !another && (rest.token === undefined || rest.url.startsWith('https://'))) return { ...rest, limit };
  const message = limit && !another ? 'an https:// address, for a token' : 'one of below, above and atMost';
  context.issues.push({ code: 'custom', input: context.value, message });
  return z.NEVER;
});

function isServer(server: string): boolean {
  const [, bracketed, port] = /^(.*?)(?::(\d{1,5}))?$/.exec(isIP(server) === 0 ? server : `[${server}]`) ?? [];
  const address = (bracketed ?? '').replace(/^\[(.*)\]$/, '$1');
  return isIP(address) !== 0 && (port === undefined || isPort(port));
}

function isPort(port: string): boolean {
  return Number(port) >= 1 && Number(port) <= 65_535;
}
