import type { KnownBlock } from '@slack/types';
import type { ShownHome, ShownMessage, ShownModal } from './person-state.ts';
import { controlsIn, type Control } from './slack/controls.ts';
import { stringsUnder } from './slack/json.ts';

/** A message as found: where it stands, everything it says, and its buttons' texts. */
export type Found = { channel: string; ts: string; text: string; buttons: string[]; message: ShownMessage };

/** A modal or Home as seen; `labels` are its inputs', `errors` are by label. */
export type Seen<V> = {
  title: string;
  text: string;
  labels: string[];
  buttons: string[];
  errors: Record<string, string>;
  view: V;
};

/** What a person calls a control: its label, its text or its placeholder; failing those, its action id. */
function textOf(control: Control): string {
  const { element, input } = control;
  if (input !== undefined) return input.label.text;
  if ('text' in element) return element.text.text;
  return 'placeholder' in element && element.placeholder !== undefined ? element.placeholder.text : control.actionId;
}

const buttonsIn = (blocks: readonly KnownBlock[]): string[] =>
  controlsIn(blocks)
    .filter(({ element }) => element.type === 'button')
    .map(textOf);

/** Finds a control by what it is called, or by its action id. */
export const named =
  (name: string) =>
  (control: Control): boolean =>
    textOf(control) === name || control.actionId === name;

/** Reads a message as a test looks at it. */
export function foundMessage(channel: string, message: ShownMessage): Found {
  const blocks = message.blocks ?? [];
  const text = [message.text, ...stringsUnder(blocks, ['text', 'alt_text'])].join('\n');
  return { channel, ts: message.ts, text, buttons: buttonsIn(blocks), message };
}

/** Reads a modal or Home as a test looks at it. */
export function seenView<V extends ShownModal | ShownHome>(view: V): Seen<V> {
  const controls = controlsIn(view.blocks);
  const inputs = controls.filter((control) => control.input !== undefined);
  const errors = Object.entries(view.errors).map(([id, error]) => [
    inputs.find((one) => one.blockId === id)?.input?.label.text ?? id,
    error,
  ]);
  const title = view.type === 'modal' ? view.title.text : 'Home';
  const text = stringsUnder(view.blocks, ['text', 'alt_text']).join('\n');
  return {
    title,
    text,
    labels: inputs.map(textOf),
    buttons: buttonsIn(view.blocks),
    errors: Object.fromEntries(errors),
    view,
  };
}
