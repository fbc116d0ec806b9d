/** A mail as it came, taken apart as far as it is shown. */
export type Mail = {
  /** By name in lower case, unfolded; of several of one name the last. */
  headers: Readonly<Record<string, string>>;
  text: string;
  html: string;
  /** The calendar in it, if there is one. */
  calendar: string | undefined;
};

type Part = { headers: Record<string, string>; body: string };

/** Reads a mail in MIME (RFC 2045): what nodemailer writes, not all that could be sent. */
export function readMail(raw: string): Mail {
  const whole = partOf(raw);
  const leaves = leavesOf(whole);
  const of = (type: string): string | undefined => {
    const found = leaves.find((leaf) => (leaf.headers['content-type'] ?? '').startsWith(type));
    return found && decoded(found);
  };
  return {
    headers: { ...whole.headers, subject: words(whole.headers['subject'] ?? '') },
    text: of('text/plain') ?? '',
    html: of('text/html') ?? '',
    calendar: of('text/calendar'),
  };
}

function partOf(raw: string): Part {
  const end = raw.indexOf('\r\n\r\n');
  const head = (end < 0 ? raw : raw.slice(0, end)).replaceAll(/\r\n[ \t]+/g, ' ');
  const headers: Record<string, string> = {};
  for (const line of head.split('\r\n')) {
    const colon = line.indexOf(':');
    if (colon > 0) headers[line.slice(0, colon).toLowerCase()] = line.slice(colon + 1).trim();
  }
  return { headers, body: end < 0 ? '' : raw.slice(end + 4) };
}

function leavesOf(part: Part): Part[] {
  const boundary = /^multipart\/.*boundary="?([^";]+)"?/i.exec(part.headers['content-type'] ?? '')?.[1];
  if (boundary === undefined) return [part];
  const pieces = `\r\n${part.body}`.split(`\r\n--${boundary}`).slice(1, -1);
  return pieces.flatMap((piece) => leavesOf(partOf(piece.replace(/^\r\n/, ''))));
}

function decoded({ headers, body }: Part): string {
  const encoding = (headers['content-transfer-encoding'] ?? '').toLowerCase();
  if (encoding === 'base64') return Buffer.from(body, 'base64').toString();
  return encoding === 'quoted-printable' ? bytesOf(body.replaceAll('=\r\n', '')) : body;
}

/** Encoded words of a header (RFC 2047), in UTF-8. */
function words(header: string): string {
  return header
    .replaceAll(/\?=\s+=\?/g, '?==?')
    .replaceAll(/(?:=\?UTF-8\?Q\?[^?]*\?=)+/gi, (run) =>
      bytesOf(run.replaceAll(/=\?UTF-8\?Q\?([^?]*)\?=/gi, '$1').replaceAll('_', ' ')),
    )
    .replaceAll(/(?:=\?UTF-8\?B\?[^?]*\?=)+/gi, (run) =>
      Buffer.concat(
        [...run.matchAll(/=\?UTF-8\?B\?([^?]*)\?=/gi)].map(([, word = '']) => Buffer.from(word, 'base64')),
      ).toString(),
    );
}

function bytesOf(text: string): string {
  const bytes = text
    .split(/=([0-9A-Fa-f]{2})/)
    .map((piece, i) => (i % 2 === 1 ? Buffer.from(piece, 'hex') : Buffer.from(piece)));
  return Buffer.concat(bytes).toString();
}
