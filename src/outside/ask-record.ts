import { Resolver } from 'node:dns/promises';

/**
 * All values of a record of a name, asked of one server (an address, with a port perhaps) or of the machine's own. Rejects as the
 * resolver does, or with the signal's reason.
 */
export async function askRecord(
  name: string,
  record: 'A' | 'AAAA' | 'CNAME' | 'TXT',
  server: string | undefined,
  ending: AbortSignal,
): Promise<readonly string[]> {
  ending.throwIfAborted();
  const resolver = new Resolver({ tries: 2 });
  if (server !== undefined) resolver.setServers([server]);
  let isOver = false;
  const onAbort = () => {
    isOver = true;
    resolver.cancel();
  };
  ending.addEventListener('abort', onAbort, { once: true });
  try {
    return await ask(resolver, name, record);
  } catch (error) {
    if (isOver) ending.throwIfAborted();
    throw error;
  } finally {
    ending.removeEventListener('abort', onAbort);
  }
}

async function ask(resolver: Resolver, name: string, record: 'A' | 'AAAA' | 'CNAME' | 'TXT'): Promise<string[]> {
  switch (record) {
    case 'A':
      return resolver.resolve4(name);
    case 'AAAA':
      return resolver.resolve6(name);
    case 'CNAME':
      return resolver.resolveCname(name);
    case 'TXT':
      return (await resolver.resolveTxt(name)).map((parts) => parts.join(''));
  }
}
