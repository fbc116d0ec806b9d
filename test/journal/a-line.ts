import { once } from 'node:events';
import { connect, createServer, type Socket } from 'node:net';
import { onTestFinished } from 'vitest';

/** What becomes of the next commit: lost on its way, carried out with its answer lost, or lost in silence. */
export type Fault = 'cut before' | 'cut after' | 'silence';

export interface Line {
  readonly url: string;
  /** From now on nothing is carried, on connections there are and on new ones; nobody is told. */
  fallSilent(): void;
  /** From now on all is well again, for new connections. */
  recover(): void;
  atCommit(fault: Fault): void;
}

/** A line to PostgreSQL that can be made to fail; closed when the test is over. */
export async function aLine(to: string): Promise<Line> {
  const target = new URL(to);
  const open = new Set<Socket>();
  let isSilent = false;
  let fault: Fault | undefined;

  const carry = (near: Socket, chunk: Buffer, far: Socket): void => {
    if (isSilent) return;
    const due = chunk.toString('latin1').toLowerCase().includes('commit') ? fault : undefined;
    if (due === undefined) return void far.write(chunk);
    fault = undefined;
    if (due === 'silence') isSilent = true;
    if (due === 'cut before') near.destroy();
    if (due === 'cut before') far.destroy();
    if (due !== 'cut after') return;
    far.removeAllListeners('data').once('data', () => near.destroy());
    far.write(chunk);
  };
  const server = createServer((near) => {
    const far = connect(Number(target.port), target.hostname);
    for (const [socket, other] of [[near, far] as const, [far, near] as const]) {
      open.add(socket);
      socket
        .on('error', () => undefined)
        .on('close', () => {
          open.delete(socket);
          other.destroy();
        });
    }
    near.on('data', (chunk: Buffer) => carry(near, chunk, far));
    far.on('data', (chunk: Buffer) => isSilent || near.write(chunk));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => {
    server.close();
    for (const socket of open) socket.destroy();
  });
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('the line has no port');
  return {
    url: Object.assign(new URL(to), { hostname: '127.0.0.1', port: String(address.port) }).href,
    fallSilent: () => {
      isSilent = true;
    },
    recover: () => {
      isSilent = false;
      for (const socket of open) socket.destroy();
    },
    atCommit: (next) => {
      fault = next;
    },
  };
}
