/** One thing looked at. */
export interface Line {
  readonly isOk: boolean;
  readonly sentence: string;
}

export function ok(sentence: string): Line {
  return { isOk: true, sentence };
}

export function notOk(sentence: string): Line {
  return { isOk: false, sentence };
}

/** What an examination found; one that could not be made is a finding too. */
export async function asLines(what: string, examine: () => Promise<readonly Line[]>): Promise<readonly Line[]> {
  try {
    return await examine();
  } catch (error) {
    return [notOk(`looking at ${what}: ${error instanceof Error ? error.message : String(error)}`)];
  }
}
