import { lstat, rm, symlink } from 'node:fs/promises';

/** Makes a link to a file or folder of this checkout, over one of another that started the demo before. Throws where something else is in the way. */
export async function relink(link: string, target: string): Promise<void> {
  const there = await lstat(link).catch(() => undefined);
  if (there !== undefined && !there.isSymbolicLink()) throw new Error(`${link} is in the way: remove it.`);
  await rm(link, { force: true });
  await symlink(target, link);
}
