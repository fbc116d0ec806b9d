type Hook = (point: string) => void | Promise<void>;

let hook: Hook | undefined;

/**
 * The one door for every effect on the outside (a commit, a call to Slack, a spawn, a job offered). Tests stand before and
 * after each by name and may kill the process there; otherwise it only runs the action.
 */
export async function effect<T>(name: string, action: () => Promise<T>): Promise<T> {
  await hook?.(`before:${name}`);
  const result = await action();
  await hook?.(`after:${name}`);
  return result;
}

/** Installs what stands at the points; for tests. */
export function atEffects(next: Hook | undefined): void {
  hook = next;
}
