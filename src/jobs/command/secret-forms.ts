import { cleanText } from './clean-text.ts';

/** A shorter value cannot be hidden without hiding half of the output, nor is it a secret. */
export const SECRET_MIN = 4;

/** A line of a secret that has several is looked for on its own from this length: its braces and brackets are not. */
const SECRET_LINE_MIN = 8;

/**
 * The ways in which a secret may stand in an output: raw, each of its lines, base64 (both alphabets, and inside a longer
 * text that was encoded, as in `user:secret`), URL-escaped and JSON-escaped (plain, with `<>&` as Go does it, in ASCII only).
 */
export function secretForms(values: readonly string[]): string[] {
  const forms = values.filter((value) => value.length >= SECRET_MIN).flatMap((value) => [...formsOf(value)]);
  return [...new Set(forms)].filter((form) => form.length >= SECRET_MIN);
}

function formsOf(value: string): Set<string> {
  const lines = value.split(/[\r\n]+/).map((line) => line.trim());
  const texts = [
    value,
    value.trim(),
    ...(lines.length > 1 ? lines.filter((line) => line.length >= SECRET_LINE_MIN) : []),
  ];
  return new Set(
    texts.flatMap((text) => [
      cleanText(text),
      ...base64Forms(text),
      ...urlForms(text.toWellFormed()),
      ...jsonForms(text),
    ]),
  );
}

/** Base64 of a text depends on where it begins within the three bytes of a group; its first and last letters on its neighbours. */
function base64Forms(text: string): string[] {
  const bytes = Buffer.from(text);
  const shifted = [0, 1, 2].map((shift) => {
    const encoded = Buffer.concat([Buffer.alloc(shift), bytes])
      .toString('base64')
      .replaceAll('=', '');
    const own = (shift + bytes.length) % 3;
    return encoded.slice(shift === 0 ? 0 : shift + 1, own === 0 ? encoded.length : -1);
  });
  const whole = bytes.toString('base64');
  return [whole, ...shifted.filter((form) => form.length >= SECRET_LINE_MIN)].flatMap((form) => [
    form,
    form.replaceAll('+', '-').replaceAll('/', '_'),
    form.replaceAll('=', ''),
  ]);
}

function urlForms(text: string): string[] {
  const component = encodeURIComponent(text);
  const strict = component.replaceAll(/[!'()*]/g, (char) => `%${char.charCodeAt(0).toString(16).toUpperCase()}`);
  const upper = [component, strict, encodeURI(text), component.replaceAll('%20', '+'), strict.replaceAll('%20', '+')];
  return upper.flatMap((form) => [form, form.replaceAll(/%[0-9A-F]{2}/g, (hex) => hex.toLowerCase())]);
}

function jsonForms(text: string): string[] {
  const plain = JSON.stringify(text).slice(1, -1);
  const forGo = plain.replaceAll(/[<>&\u2028\u2029]/g, unicode);
  const ascii = [plain, forGo].map((form) => form.replaceAll(/[\u0080-\uffff]/g, unicode));
  return [plain, forGo, ...ascii, plain.replaceAll('/', String.raw`\/`)].map(cleanText);
}

function unicode(char: string): string {
  return String.raw`\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`;
}
