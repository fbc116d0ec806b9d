const PLACEHOLDER = /\{\{((?:target\.)?[A-Za-z][A-Za-z0-9_-]*)\}\}/g;
/** What asks for the target that a step is run for, or for a value of it; as part of a pattern. */
export const TARGET = String.raw`\{\{target(?:\.[A-Za-z][A-Za-z0-9_-]*)?\}\}`;
const SPACED = /\{\{(?: +[A-Za-z][A-Za-z0-9_-]* *| *[A-Za-z][A-Za-z0-9_-]* +)\}\}/;

/** The parameters that a text names as `{{param}}`, and what it asks of a target as `{{target}}` or `{{target.host}}`. Other braces, such as `{{.Names}}` of a Go template, are literal text. */
export function placeholdersIn(text: string): string[] {
  return [...text.matchAll(PLACEHOLDER)].flatMap(([, name]) => (name === undefined ? [] : [name]));
}

/** `{{ param }}`, which would be passed on as it stands. */
export function hasSpacedPlaceholder(text: string): boolean {
  return SPACED.test(text);
}

/** A text with a plain word where it names a target or one of its values: whether it is an address can be judged by that. */
export function withoutTarget(text: string): string {
  return text.replaceAll(new RegExp(TARGET, 'g'), 'target');
}
