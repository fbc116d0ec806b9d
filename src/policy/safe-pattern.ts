import { PARAM_MAX } from '../change/content.ts';
import { readAtoms } from './pattern-atoms.ts';
import type { Atom } from './pattern-atoms.ts';

const PATTERN_MAX = 200;
/** Two million ways to try, a few milliseconds: three open repetitions in a row over a value of `PARAM_MAX` characters. */
const BITS_MAX = 21;
/** A piece of a line of a log, as the runner looks at it (characters). */
const SEARCHED_MAX = 1024;
const ANYTHING: Atom = { source: '[^]', min: 0, max: Infinity };
const TOO_MUCH_CHOICE = 'a pattern without repetitions inside repetitions that match the same text, such as (a+)+';
const PROBES = [...Array.from({ length: 95 }, (_, i) => String.fromCodePoint(32 + i)), '\t', 'é', 'Я', '漢'];

/**
 * Why a pattern may not be used on what a person types, or undefined when it may: it must compile, cover the whole value (`^…$`) and
 * have no shape that a short text could keep busy for minutes. Node's engine backtracks, so this is judged by shape: a repeated group
 * must begin or end with a character that its other parts cannot match, or be of fixed length.
 */
export function patternFault(pattern: string): string | undefined {
  const alternatives = readPattern(pattern);
  if (typeof alternatives === 'string') return alternatives;
  const anchored = pattern.startsWith('^') && /(?<!\\)(?:\\\\)*\$$/.test(pattern) && alternatives.length === 1;
  if (!anchored) return 'a pattern that covers the whole value: ^…$, alternatives in a group';
  return isQuick(alternatives.flat(), PARAM_MAX) ? undefined : TOO_MUCH_CHOICE;
}

/**
 * Why a pattern may not be looked for in lines of a log, or undefined when it may. It may begin anywhere in a piece of a line, which
 * counts as an open repetition in front of it: one more may follow.
 */
export function searchFault(pattern: string): string | undefined {
  const alternatives = readPattern(pattern);
  if (typeof alternatives === 'string') return alternatives;
  if (new RegExp(pattern, 'u').test('')) return 'a pattern that does not match an empty line';
  const isSafe = alternatives.every((atoms) => isQuick([ANYTHING, ...atoms], SEARCHED_MAX));
  return isSafe ? undefined : `${TOO_MUCH_CHOICE}, and with at most one * or + that matches anything`;
}

function readPattern(pattern: string): readonly (readonly Atom[])[] | string {
  if (pattern.length > PATTERN_MAX) return `a pattern of up to ${PATTERN_MAX} characters`;
  if (!compiles(pattern)) return 'a regular expression that compiles (with the flag u)';
  return readAtoms(pattern) ?? 'a pattern without look-around, named groups or back-references';
}

function isQuick(atoms: readonly Atom[], lengthMax: number): boolean {
  return repeatsClearly(atoms) && choice(atoms, lengthMax) <= BITS_MAX;
}

function compiles(pattern: string): boolean {
  try {
    return new RegExp(pattern, 'u').source !== '';
  } catch {
    return false;
  }
}

function repeatsClearly(atoms: readonly Atom[]): boolean {
  return atoms.every(({ alternatives, max }) => {
    if (!alternatives) return true;
    return alternatives.every(repeatsClearly) && (max <= 1 || isUnambiguous(alternatives));
  });
}

/** Whether a repeated group can be cut into its rounds in one way only. */
function isUnambiguous(alternatives: readonly (readonly Atom[])[]): boolean {
  const firsts = alternatives.map((atoms) => characters(atoms[0]));
  if (firsts.some((first, i) => first === '' || firsts.slice(0, i).some((other) => overlap(first, other))))
    return false;
  return alternatives.every((atoms) => isFixed(atoms) || isFenced(atoms, 0) || isFenced(atoms, atoms.length - 1));
}

function isFixed(atoms: readonly Atom[]): boolean {
  return atoms.every(
    ({ min, max, alternatives }) =>
      min === max && (alternatives?.length ?? 1) === 1 && (alternatives ?? []).every(isFixed),
  );
}

function isFenced(atoms: readonly Atom[], at: number): boolean {
  const fence = atoms[at];
  if (!fence || fence.alternatives || fence.min !== 1 || fence.max !== 1) return false;
  const own = characters(fence);
  return atoms.every((atom, i) => i === at || !overlap(own, everyCharacter(atom)));
}

interface Rival {
  readonly own: string;
  readonly bits: number;
}

/** The bits of choice in the worst run of repetitions that compete for the same characters with nothing certain between them. */
function choice(atoms: readonly Atom[], lengthMax: number): number {
  let most = 0;
  const meet = (run: readonly Rival[], { own, bits }: Rival): readonly Rival[] => {
    const rivals = run.filter((rival) => overlap(own, rival.own));
    most = Math.max(
      most,
      rivals.reduce((sum, rival) => sum + rival.bits, bits),
    );
    return bits > 0 ? [...run, { own, bits }] : run;
  };
  const walk = (list: readonly Atom[], before: readonly Rival[]): readonly Rival[] => {
    let run = before;
    for (const atom of list) {
      const rival = { own: everyCharacter(atom), bits: bitsOf(atom, lengthMax) };
      if (atom.alternatives) {
        const after = atom.alternatives.map((alternative) => walk(alternative, run));
        const all = [...new Set([...(atom.min === 0 ? run : []), ...after.flat()])];
        // A group that begins with a character of its own adds no choice: the text says where each round begins.
        run = atom.alternatives.every((alternative) => isFenced(alternative, 0)) ? all : meet(all, rival);
      } else {
        const isCertain = atom.min > 0 && !run.some(({ own }) => overlap(own, rival.own));
        run = meet(isCertain ? [] : run, rival);
      }
    }
    return run;
  };
  walk(atoms, []);
  return most;
}

function bitsOf({ min, max }: Atom, lengthMax: number): number {
  return Math.log2(Math.min(max - min + 1, lengthMax));
}

/** Which of the probe characters one atom may begin with; empty when it may match nothing at all. */
function characters(atom: Atom | undefined): string {
  if (!atom || atom.min === 0) return '';
  if (atom.alternatives) {
    const firsts = atom.alternatives.map((alternative) => characters(alternative[0]));
    return firsts.includes('') ? '' : firsts.join('');
  }
  return matched(atom);
}

function everyCharacter(atom: Atom): string {
  return atom.alternatives ? atom.alternatives.flat().map(everyCharacter).join('') : matched(atom);
}

function matched({ source }: Atom): string {
  const one = new RegExp(`^${source}$`, 'u');
  return PROBES.filter((probe) => one.test(probe)).join('');
}

/** Whether two sets may meet; one that holds no probe character is unknown, and may. */
function overlap(a: string, b: string): boolean {
  return a === '' || b === '' || Array.from(a).some((character) => b.includes(character));
}
