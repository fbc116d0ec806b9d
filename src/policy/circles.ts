/** Each circle among what comes after what, from where it was entered back to there: `[a, b, a]`. */
export function circles(next: ReadonlyMap<string, readonly string[]>): (readonly string[])[] {
  const found: string[][] = [];
  const done = new Set<string>();
  const visit = (name: string, trail: readonly string[]): void => {
    const met = trail.indexOf(name);
    if (met >= 0) found.push([...trail.slice(met), name]);
    else if (!done.has(name)) {
      for (const other of next.get(name) ?? []) visit(other, [...trail, name]);
      done.add(name);
    }
  };
  for (const name of next.keys()) visit(name, []);
  return found;
}

export function circleMessage(circle: readonly string[]): string {
  return `goes round in a circle: ${circle.join(' → ')}; expected it to end`;
}
