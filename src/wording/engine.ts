import { Liquid } from 'liquidjs';

/** Conditions, and notes to whoever edits the file. Nothing that loops, remembers, or reads another file. */
const TAGS: readonly string[] = ['if', 'unless', 'case', 'comment'];
/** Characters of one template; there are no loops, so what comes out is no longer. */
export const SOURCE_MAX = 2000;
/** What no template can hold: they fence in the names of claims. */
export const FENCES = /[\uE000\uE001]/g;

/** A claim before it is placed: its name alone, so that no template can look into it, shorten it or make one up. */
export class Slot {
  readonly #name: string;
  constructor(name: string) {
    this.#name = name;
  }
  fenced(): string {
    return `\uE000${this.#name}\uE001`;
  }
}

/** Liquid with conditions and nothing else: no filter, no loop, no file. Its limits are a second line of defence, in ms, characters and values. */
export const engine = openEngine();

function openEngine(): Liquid {
  const liquid = new Liquid({
    strictVariables: true,
    strictFilters: true,
    ownPropertyOnly: true,
    templates: {},
    parseLimit: 2 * SOURCE_MAX,
    renderLimit: 1000,
    memoryLimit: 10 * SOURCE_MAX,
    outputEscape: (value: unknown) => (value instanceof Slot ? value.fenced() : literal(value)),
  });
  for (const tag of Object.keys(liquid.tags)) if (!TAGS.includes(tag)) Reflect.deleteProperty(liquid.tags, tag);
  for (const filter of Object.keys(liquid.filters)) Reflect.deleteProperty(liquid.filters, filter);
  return liquid;
}

/** What a template has in quotes. */
function literal(value: unknown): string {
  return typeof value === 'string' ? value.replaceAll(FENCES, '') : '';
}
