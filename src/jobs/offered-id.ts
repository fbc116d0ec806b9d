/** The id a row is offered to a queue under: its key and which offer it is, so that no finished job ever swallows a later offer. */
export function offeredId(key: string, generation: number): string {
  return `${key}#${generation}`;
}

/** The key in an offered id; the row it names decides everything else. */
export function keyOf(id: string): string {
  const at = id.lastIndexOf('#');
  return at < 0 ? id : id.slice(0, at);
}
