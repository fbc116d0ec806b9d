import type { Control } from './slack/controls.ts';
import { optionsOf } from './slack/state-values.ts';
import type { Person } from './slack/workspace.ts';

/** What a test writes into a control: text, an option's text, several of them, ids of files, or an instant (Date, or epoch ms). Null empties it. */
export type Given = string | number | Date | null | readonly string[];

function optionNamed(control: Control, text: string): { value: string } {
  const options = optionsOf(control) ?? [];
  const found = options.find((option) => option.text.text === text) ?? options.find((option) => option.value === text);
  if (found?.value !== undefined) return { value: found.value };
  throw new Error(`no option "${text}" among: ${options.map((option) => option.text.text).join(', ')}`);
}

function idOf(people: readonly Person[], name: string): string {
  const found = people.find((person) => [person.id, person.name, person.realName].includes(name));
  if (found === undefined) throw new Error(`nobody is called ${name}`);
  return found.id;
}

function oneText(given: Given): string {
  if (typeof given === 'string') return given;
  if (typeof given === 'number') return String(given);
  throw new Error('a text is needed here');
}

/** Turns what a test gives into what Slack's client would send for this kind of control. */
export function slackValue(control: Control, given: Given, people: readonly Person[]): unknown {
  if (given === null) return null;
  const several = (typeof given === 'string' ? [given] : Array.isArray(given) ? given : []).map(String);
  switch (control.element.type) {
    case 'static_select':
    case 'radio_buttons':
    case 'external_select':
      return optionNamed(control, oneText(given));
    case 'overflow':
      return { selected_option: optionNamed(control, oneText(given)) };
    case 'multi_static_select':
    case 'checkboxes':
      return several.map((text) => optionNamed(control, text));
    case 'users_select':
      return idOf(people, oneText(given));
    case 'multi_users_select':
      return several.map((name) => idOf(people, name));
    case 'datetimepicker':
      return Math.floor((given instanceof Date ? given.getTime() : Number(given)) / 1000);
    case 'multi_channels_select':
    case 'multi_conversations_select':
    case 'file_input':
      return several;
    default:
      return oneText(given);
  }
}
