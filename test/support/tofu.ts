import { openTofu } from '../../sandbox/demo/prepare-hosting.ts';

/** Whether this machine has OpenTofu. Where `CI` is set, Linux on x64 without one is an error, elsewhere one line says what is left out. */
export function hasTofu(leftOut: string): boolean {
  if (openTofu() !== undefined) return true;
  const should = process.platform === 'linux' && process.arch === 'x64';
  if (process.env['CI'] && should) throw new Error('npm did not bring OpenTofu, and CI must not leave out its tests.');
  process.stderr.write(`npm brings OpenTofu for Linux on x64 alone: leaving out ${leftOut}.\n`);
  return false;
}
