const PLACEHOLDER = /\{\{([A-Za-z][A-Za-z0-9_-]*)\}\}/g;
const SPACED = /\{\{(?: +[A-Za-z][A-Za-z0-9_-]* *| *[A-Za-z][A-Za-z0-9_-]* +)\}\}/;

/** The parameters that a text names as `{{param}}`. Other braces, such as `{{.Names}}` of a Go template, are literal text. */
export function placeholdersIn(text: string): string[] {
  return [...text.matchAll(PLACEHOLDER)].flatMap(([, name]) => (name === undefined ? [] : [name]));
}

/** `{{ param }}`, which would be passed on as it stands. */
export function hasSpacedPlaceholder(text: string): boolean {
  return SPACED.test(text);
}
