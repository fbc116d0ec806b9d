import { quoted } from './blocks.ts';

/** How each thing that was said came to the bot: the names under which the record keeps it, and what people read. */
const SURFACES = {
  modal: 'in a form',
  button: 'by a button',
  slash: 'by a command',
  shortcut: 'by a shortcut',
  reply: 'by a reply',
  clock: 'by the clock',
  worker: 'by a worker',
  restore: 'while restoring',
  import: 'from another log',
} as const;

/** From where a fact came; nothing where it is older than that, or says no more than whoever it is by. */
export function surfaceWords(surface: string | undefined): string {
  if (surface === undefined || surface === 'clock' || surface === 'worker') return '';
  return Object.entries(SURFACES).find(([name]) => name === surface)?.[1] ?? quoted(surface, 40);
}
