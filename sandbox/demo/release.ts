/** A release of the Orders service as its name tells: which schema it needs, and whether it is one of those that go wrong. */
export interface Release {
  readonly name: string;
  readonly schema: number;
  /** `bad` starts and is unhealthy; `broken` fails while it is applied, after the migration. */
  readonly flaw?: 'bad' | 'broken';
}

const RELEASE = /^v(\d{1,3})\.(\d{1,3})\.\d{1,3}(?:-(bad|broken))?$/;

/** Reads a name such as `v1.2.0`. Every second minor release needs a new schema: v1.0 and v1.1 the first, v1.2 and v1.3 the second. Throws for another name. */
export function readRelease(name: string | undefined): Release {
  const [whole, major, minor, flaw] = RELEASE.exec(name ?? '') ?? [];
  if (whole === undefined) throw new Error(`${name ?? 'nothing'} is not a release such as v1.2.0.`);
  const schema = (Number(major) - 1) * 10 + Math.floor(Number(minor) / 2) + 1;
  return { name: whole, schema, ...(flaw === 'bad' || flaw === 'broken' ? { flaw } : {}) };
}
