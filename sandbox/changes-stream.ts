import type { ServerResponse } from 'node:http';
import type { Workspace } from './slack/workspace.ts';

const DEBOUNCE_MS = 30;

/** Server-sent events: `changed`, at most once in 30 ms, whenever anything did. */
export type ChangesStream = { join(response: ServerResponse): void; close(): void };

export function openChangesStream(workspace: Workspace): ChangesStream {
  const listening = new Set<ServerResponse>();
  let timer: NodeJS.Timeout | undefined;
  const stop = workspace.onChange(() => {
    timer ??= setTimeout(() => {
      timer = undefined;
      for (const response of listening) response.write('event: changed\ndata: {}\n\n');
    }, DEBOUNCE_MS);
  });
  return {
    join(response) {
      response.writeHead(200, { 'content-type': 'text/event-stream', 'cache-control': 'no-store' });
      response.write('retry: 500\n\n');
      listening.add(response);
      response.on('close', () => void listening.delete(response));
    },
    close() {
      stop();
      clearTimeout(timer);
      for (const response of listening) response.end();
    },
  };
}
