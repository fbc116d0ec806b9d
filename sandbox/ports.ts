import { readFile, writeFile } from 'node:fs/promises';
import { portLike } from './port-like.ts';

export type Ports = { page: number; bot: number };

/** The ports of the page and of the bot: as wished, else those of the start before where they are free, else any. Kept in a file. */
export async function keptPorts(file: string, wished: Partial<Ports>): Promise<Ports> {
  const before = await readPorts(file);
  const ports = {
    page: wished.page ?? (await portLike(before.page)),
    bot: wished.bot ?? (await portLike(before.bot)),
  };
  await writeFile(file, JSON.stringify(ports));
  return ports;
}

async function readPorts(file: string): Promise<Partial<Ports>> {
  try {
    const read: unknown = JSON.parse(await readFile(file, 'utf8'));
    const { page, bot }: Partial<Record<string, unknown>> = { ...Object(read) };
    return { ...(typeof page === 'number' && { page }), ...(typeof bot === 'number' && { bot }) };
  } catch {
    return {};
  }
}
