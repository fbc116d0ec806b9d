/** What bounds of a version may look like: `>=1.6`, `>=1.6 <2`. */
export const VERSION_RANGE =
  /^(?:>=|<=|>|<|=)\d{1,5}(?:\.\d{1,5}){0,3}(?: (?:>=|<=|>|<|=)\d{1,5}(?:\.\d{1,5}){0,3}){0,3}$/;

/** The first thing in an output that reads like a version, `1.6.2`. */
export function versionIn(output: string): string | undefined {
  return /\d+(?:\.\d+)+/.exec(output)?.[0];
}

/** Whether a version keeps every bound; each is compared as far as it is written, so that 1.6.2 is `=1.6` and not `>1.6`. */
export function isWithin(version: string, range: string): boolean {
  return range.split(' ').every((bound) => {
    const [, sign, wanted = ''] = /^([<>=]+)(.*)$/.exec(bound) ?? [];
    const order = compared(version, wanted);
    switch (sign) {
      case '>=':
        return order >= 0;
      case '<=':
        return order <= 0;
      case '>':
        return order > 0;
      case '<':
        return order < 0;
      default:
        return order === 0;
    }
  });
}

function compared(version: string, wanted: string): number {
  const found = version.split('.').map(Number);
  const differing = wanted
    .split('.')
    .map((part, i) => (found[i] ?? 0) - Number(part))
    .find((difference) => difference !== 0);
  return differing ?? 0;
}
