/** A change's own name: `CHG-1` in the record, `CHG-001` before people. */
export type ChangeId = `CHG-${number}`;

export function changeId(number: number): ChangeId {
  return `CHG-${number}`;
}

/** Reads what a person typed (`chg-7`, `CHG-007`, `7`); any padding is accepted, anything else is undefined. */
export function readChangeId(text: string): ChangeId | undefined {
  const found = /^\s*(?:CHG-)?0*([1-9]\d{0,8})\s*$/i.exec(text);
  return found ? changeId(Number(found[1])) : undefined;
}

/** The name people see: three digits at least. */
export function shownId(id: ChangeId): string {
  return `CHG-${id.slice(4).padStart(3, '0')}`;
}
