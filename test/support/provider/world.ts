import {
  appendFileSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';

/** What a `trial_thing` is; a plan does not know the id of one that is to be made. */
export interface Thing {
  readonly id: string;
  readonly name: string;
  readonly size: number | null;
  /** A thing cannot move to another: it is made anew there. */
  readonly zone: string | null;
}

export type World = ReturnType<typeof worldIn>;

/** What is there beyond OpenTofu, in a folder: the provider of the tests looks after it, and a test does with it what people and clouds do. */
export function worldIn(folder: string) {
  for (const room of ['things', 'held', 'waiting', 'refused']) mkdirSync(join(folder, room), { recursive: true });
  const fileOf = (id: string): string => join(folder, 'things', id);
  const textOf = (...path: string[]): string | undefined => {
    const file = join(folder, ...path);
    return existsSync(file) ? readFileSync(file, 'utf8') : undefined;
  };
  const find = (id: string): Thing | undefined => {
    const text = textOf('things', id);
    return text === undefined ? undefined : JSON.parse(text);
  };

  return {
    find,
    put(thing: Thing): void {
      const draft = join(folder, `${thing.id}.draft`);
      writeFileSync(draft, JSON.stringify(thing));
      renameSync(draft, fileOf(thing.id));
    },
    remove: (id: string): void => rmSync(fileOf(id), { force: true }),
    things: (): readonly Thing[] =>
      readdirSync(join(folder, 'things'))
        .flatMap((id) => find(id) ?? [])
        .toSorted((a, b) => (a.name < b.name ? -1 : 1)),

    /** Whatever is done to a thing of that name waits until it is let go. */
    hold: (name: string): void => writeFileSync(join(folder, 'held', name), ''),
    letGo: (name: string): void => rmSync(join(folder, 'held', name)),
    isHeld: (name: string): boolean => existsSync(join(folder, 'held', name)),
    /** Which process waits for it. */
    waits: (name: string, pid: number): void => writeFileSync(join(folder, 'waiting', name), String(pid)),
    waiting: (name: string): number | undefined => Number(textOf('waiting', name)) || undefined,

    /** Nothing is done to a thing of that name, with this error; none to relent. */
    refuse: (name: string, error: string): void => writeFileSync(join(folder, 'refused', name), error),
    relent: (name: string): void => rmSync(join(folder, 'refused', name)),
    refusal: (name: string): string | undefined => textOf('refused', name),

    /** What the provider was told while it worked: `stop` by OpenTofu, or a signal by whomever. */
    tell: (word: string): void => appendFileSync(join(folder, 'told'), `${word} `),
    told: (): string => textOf('told') ?? '',
  };
}
