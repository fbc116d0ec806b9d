import { spawn } from 'node:child_process';

/** Opens the address in a browser where there is a display to see it on; that it cannot is no fault. */
export function openPage(url: string, env: NodeJS.ProcessEnv = process.env): void {
  const hasDisplay = process.platform === 'darwin' || Boolean(env['DISPLAY'] ?? env['WAYLAND_DISPLAY']);
  if (!hasDisplay || env['CI'] !== undefined || env['SSH_CONNECTION'] !== undefined) return;
  const opener = process.platform === 'darwin' ? 'open' : 'xdg-open';
  spawn(opener, [url], { stdio: 'ignore', detached: true })
    .on('error', () => undefined)
    .unref();
}
