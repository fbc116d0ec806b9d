import { z } from 'zod';
import { KeepingTime, ResponseTime } from './durations.ts';
import { withoutTarget } from './placeholders.ts';
import { section, text } from './shapes.ts';

/** An address of http or https without a user or password; `{{param}}` stands only after the host, so that it cannot choose the host, `{{target}}` anywhere in it. */
export const Url = z.string().refine(isUrl, {
  error: 'an http:// or https:// address, without a password, {{param}} only after the host',
});

const HeaderName = text(/^[A-Za-z0-9!#$%&'*+.^_`|~-]{1,100}$/, 'the name of a header such as content-type');
const Containing = section({ contains: z.string().min(1).describe('Text that is part of the header.') });

const HeaderValue = z.union([z.string(), Containing], {
  error: 'text, or { contains: text }',
});

export const HttpExpectation = section({
  status: z.int().min(100).max(599).exactOptional().describe('The status that it answers with.'),
  headers: z
    .record(HeaderName, HeaderValue)
    .exactOptional()
    .describe('Headers of the answer, each with its text or with what it contains.'),
  json: z
    .record(
      z.string(),
      z.union([z.string(), z.number(), z.boolean(), z.null()], { error: 'text, a number, true, false or null' }),
    )
    .exactOptional()
    .describe('Members of the answer, by name or by path such as `checks[0].state`, with their value.'),
  within: ResponseTime.exactOptional().describe('How soon it answers.'),
  certificate: KeepingTime.exactOptional().describe('How long its certificate is valid at least.'),
})
  .refine((wanted) => Object.keys(wanted).length > 0, { error: 'status, headers, json, within or certificate' })
  .transform(({ within, certificate, ...rest }) => ({
    ...rest,
    ...(within === undefined ? {} : { withinMs: within }),
    ...(certificate === undefined ? {} : { certificateMs: certificate }),
  }));

function isUrl(written: string): boolean {
  const address = withoutTarget(written);
  const [, authority = ''] = /^https?:\/\/([^/?#]*)/.exec(address) ?? [];
  if (authority === '' || /[{}@\s\\]/.test(authority)) return false;
  return URL.canParse(address) && !/[\s\p{Cc}]/u.test(address);
}
