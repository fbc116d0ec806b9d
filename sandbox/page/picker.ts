import { el, on } from './dom.ts';
import type { HeldValue } from './held-value.ts';
import type { Slot } from './surface.ts';

type PickerElement = Extract<Slot['element'], { type: 'datepicker' | 'timepicker' | 'datetimepicker' }>;

const KINDS = { datepicker: 'date', timepicker: 'time', datetimepicker: 'datetime-local' } as const;

/** A date, time or both. A `datetimepicker` shows the browser's zone and holds an instant in epoch seconds, as Slack's does. */
export function drawPicker(slot: Slot, element: PickerElement): HTMLElement {
  const input = el('input', { id: slot.domId, type: KINDS[element.type] });
  input.value = shown(slot.held);
  return on(input, 'change', () => {
    const value = read(element, input.value);
    slot.hold(value);
    if (slot.dispatches) void slot.press(value);
  });
}

function shown(held: HeldValue | undefined): string {
  const instant = held?.selected_date_time;
  if (instant === undefined || instant === null) return held?.selected_date ?? held?.selected_time ?? '';
  const at = new Date(instant * 1000);
  return new Date(at.getTime() - at.getTimezoneOffset() * 60_000).toISOString().slice(0, 'YYYY-MM-DDTHH:MM'.length);
}

function read({ type }: PickerElement, text: string): HeldValue {
  if (type === 'datepicker') return { type, selected_date: text || null };
  if (type === 'timepicker') return { type, selected_time: text || null };
  const at = new Date(text).getTime();
  return { type, selected_date_time: Number.isNaN(at) ? null : Math.floor(at / 1000) };
}
