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

/** Something takes connections there. */
export const Tcp = section({ address: HostAndPort, within: ResponseTime.prefault('5s') }).transform(
  ({ address, within }) => {
    const colon = address.lastIndexOf(':');
    return { host: address.slice(0, colon), port: Number(address.slice(colon + 1)), withinMs: within };
  },
);

const RecordName = text(
  new RegExp(`^(?=.{1,253}$)(?:${TARGET}|[A-Za-z0-9_])(?:(?:${TARGET}|[A-Za-z0-9._-])*${END})?$`),
  'a name such as api.example.net',
);
const Server = z
  .string()
  .refine(isServer, { error: 'the address of a name server such as 10.0.0.53 or 10.0.0.53:5353' });

/** A name has these values of a record, and no others. */
export const Dns = section({
  name: RecordName,
  record: z.enum(['A', 'AAAA', 'CNAME', 'TXT']).prefault('A'),
  values: z.array(z.string().min(1)).min(1),
  server: Server.exactOptional(),
});

const Fragment = z.string().refine((found) => found !== '' && found.length <= FRAGMENT_MAX && !/\p{Cc}/u.test(found), {
  error: `text of one line, up to ${FRAGMENT_MAX} characters`,
});

const Pattern = z.string().check((context) => {
  const fault = searchFault(context.value);
  if (fault !== undefined) context.issues.push({ code: 'custom', input: context.value, message: fault });
});

/** What a log of the service must not say, or not often. */
export const Log = section({
  file: InnerFile,
  fragment: Fragment.exactOptional(),
  pattern: Pattern.exactOptional(),
  atMost: z.int().min(0).prefault(0),
  since: z.enum(['step', 'apply']).prefault('step'),
}).transform(({ fragment, pattern, ...rest }, context) => {
  if (fragment !== undefined && pattern === undefined) return { ...rest, finds: { fragment } };
  if (fragment === undefined && pattern !== undefined) return { ...rest, finds: { pattern } };
  context.issues.push({ code: 'custom', input: context.value, message: 'either a fragment or a pattern' });
  return z.NEVER;
});

const Times = text(/^(?=.*[1-9])\d{1,4}(?:\.\d{1,3})?x$/, 'a ratio such as 1.2x').transform((written) =>
  Number(written.slice(0, -1)),
);

/** What a metric may be now, or be now of what it was before the apply. */
export const Prometheus = section({
  url: Url.refine((url) => !/[{}?#]/.test(url), {
    error: 'the address of a Prometheus, without a query or a parameter',
  }),
  query: z.string().min(1).max(2000),
  below: z.number().exactOptional(),
  above: z.number().exactOptional(),
  atMost: Times.exactOptional(),
  token: EnvName.exactOptional(),
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
