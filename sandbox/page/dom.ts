/** Anything that can stand inside an element; strings become text nodes, never markup. */
export type Child = Node | string | null | undefined | false;

type Attributes = Readonly<Record<string, string | number | boolean | undefined>>;

/** Makes an element. `true` sets a bare attribute, `false` and `undefined` leave it out. Text is never parsed as HTML. */
export function el<K extends keyof HTMLElementTagNameMap>(
  tag: K,
  attributes: Attributes = {},
  ...children: readonly Child[]
): HTMLElementTagNameMap[K] {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value !== undefined && value !== false) node.setAttribute(name, value === true ? '' : String(value));
  }
  node.append(...children.filter(isShown));
  return node;
}

/** Listens for one event and gives the node back, so that it can be used in place. */
export function on<N extends HTMLElement, K extends keyof HTMLElementEventMap>(
  node: N,
  type: K,
  listener: (event: HTMLElementEventMap[K]) => void,
): N {
  node.addEventListener(type, listener);
  return node;
}

/** One row of a list that is drawn again and again: a row keeps its node while key and signature stay the same. */
export interface Row {
  readonly key: string;
  readonly signature: string;
  readonly draw: () => HTMLElement;
}

const drawn = new WeakMap<Element, Row>();

/** Makes a parent's children match the rows, keeping every node that did not change (with its focus, caret and scroll). */
export function patchRows(parent: Element, rows: readonly Row[]): void {
  const kept = new Map<string, Element>();
  for (const child of Array.from(parent.children)) {
    const before = drawn.get(child);
    const after = before && rows.find((row) => row.key === before.key);
    if (before && after?.signature === before.signature) kept.set(before.key, child);
    else child.remove();
  }
  let next = parent.firstElementChild;
  for (const row of rows) {
    const node = kept.get(row.key) ?? row.draw();
    drawn.set(node, row);
    if (node === next) next = next.nextElementSibling;
    else parent.insertBefore(node, next);
  }
}

/** Runs a redraw; if the focused control was replaced by one with the same id, focus and caret move there. */
export function keepingFocus(redraw: () => void): void {
  const before = document.activeElement;
  const caret = isTextual(before) ? ([before.selectionStart, before.selectionEnd] as const) : undefined;
  redraw();
  if (!before?.id || before.isConnected) return;
  const after = document.getElementById(before.id);
  after?.focus();
  if (caret && isTextual(after)) after.setSelectionRange(...caret);
}

function isTextual(node: Element | null): node is HTMLInputElement | HTMLTextAreaElement {
  return node instanceof HTMLTextAreaElement || (node instanceof HTMLInputElement && node.selectionStart !== null);
}

function isShown(child: Child): child is Node | string {
  return child !== null && child !== undefined && child !== false;
}
