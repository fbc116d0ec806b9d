import { expect, test } from 'vitest';
import { ApiError } from '../../sandbox/slack/api-error.ts';
import { readMessageBlocks, readMetadata, readView } from '../../sandbox/slack/check-payload.ts';
import { readContent } from '../../sandbox/slack/posting.ts';

const x = (length: number): string => 'x'.repeat(length);
const times = <T>(count: number, make: (index: number) => T): T[] =>
  Array.from({ length: count }, (_, index) => make(index));
const plain = (length: number) => ({ type: 'plain_text', text: x(length) });
const section = (length: number) => ({ type: 'section', text: { type: 'mrkdwn', text: x(length) } });
const button = (more: object = {}) => ({ type: 'button', text: plain(5), ...more });
const actions = (...elements: object[]) => ({ type: 'actions', elements });
const option = (index: number, more: object = {}) => ({ text: plain(5), value: `v${index}`, ...more });
const select = (more: object = {}) => actions({ type: 'static_select', options: [option(0)], ...more });
const input = (element: object, more: object = {}) => ({ type: 'input', label: plain(5), element, ...more });
const textInput = (more: object = {}) => input({ type: 'plain_text_input', ...more });
const confirm = (title: number, text: number, yes: number, no: number) =>
  actions(button({ confirm: { title: plain(title), text: plain(text), confirm: plain(yes), deny: plain(no) } }));
const modal = (more: object = {}) => ({ type: 'modal', title: plain(5), submit: plain(5), blocks: [], ...more });

/** The code with which the reading was refused; undefined when it was not. */
function refusal(read: () => unknown): string | undefined {
  try {
    read();
    return undefined;
  } catch (error) {
    if (error instanceof ApiError) return error.code;
    throw error;
  }
}

const one = (make: (count: number) => object) => (count: number) => readMessageBlocks([make(count)]);
const inModal = (make: (count: number) => object) => (count: number) =>
  readView(modal({ blocks: [make(count)] }), 'modal');

/** What stands around the one value of the metadata below. */
const METADATA_AROUND = JSON.stringify({ event_type: 'e', event_payload: { p: '' } }).length;

const MESSAGE: [string, number, (count: number) => unknown, string?][] = [
  ['blocks in a message', 50, (count) => readMessageBlocks(times(count, () => ({ type: 'divider' })))],
  ['characters of a section', 3000, one(section)],
  ['characters of a field', 2000, one((count) => ({ type: 'section', fields: [plain(count)] }))],
  ['fields of a section', 10, one((count) => ({ type: 'section', fields: times(count, () => plain(3)) }))],
  ['characters of a header', 150, one((count) => ({ type: 'header', text: plain(count) }))],
  ['elements of a context', 10, one((count) => ({ type: 'context', elements: times(count, () => plain(3)) }))],
  ['elements of an actions block', 25, one((count) => actions(...times(count, () => button())))],
  ['characters on a button', 75, one((count) => actions(button({ text: plain(count) })))],
  ["characters of a button's value", 2000, one((count) => actions(button({ value: x(count) })))],
  ["characters of a button's url", 3000, one((count) => actions(button({ url: x(count) })))],
  ['characters of an action_id', 255, one((count) => actions(button({ action_id: x(count) })))],
  ['characters of a block_id', 255, one((count) => ({ type: 'divider', block_id: x(count) }))],
  ['options of a select', 100, one((count) => select({ options: times(count, option) }))],
  ["characters of an option's text", 75, one((count) => select({ options: [option(0, { text: plain(count) })] }))],
  ["characters of an option's value", 75, one((count) => select({ options: [{ text: plain(5), value: x(count) }] }))],
  ['characters of a placeholder', 150, one((count) => select({ placeholder: plain(count) }))],
  ['options of an overflow', 5, one((count) => actions({ type: 'overflow', options: times(count, option) }))],
  ['checkboxes', 10, one((count) => actions({ type: 'checkboxes', options: times(count, option) }))],
  ["characters of a dialog's title", 100, one((count) => confirm(count, 5, 5, 5))],
  ["characters of a dialog's text", 300, one((count) => confirm(5, count, 5, 5))],
  ["characters of a dialog's yes", 30, one((count) => confirm(5, 5, count, 5))],
  ["characters of a dialog's no", 30, one((count) => confirm(5, 5, 5, count))],
  [
    'rows of a table',
    100,
    one((count) => ({ type: 'table', rows: times(count, () => [{ type: 'raw_text', text: 'x' }]) })),
  ],
  [
    'columns of a table',
    20,
    one((count) => ({ type: 'table', rows: [times(count, () => ({ type: 'raw_text', text: 'x' }))] })),
  ],
  ['characters of a markdown block', 12_000, one((count) => ({ type: 'markdown', text: x(count) }))],
  [
    'characters of all blocks',
    13_200,
    (count) => readMessageBlocks([...times(4, () => section(3000)), section(count - 12_000)]),
    'msg_blocks_too_long',
  ],
  ['characters of a message', 40_000, (count) => readContent({ text: x(count) }), 'msg_too_long'],
  [
    'bytes of metadata',
    8192,
    (count) => readMetadata({ event_type: 'e', event_payload: { p: x(count - METADATA_AROUND) } }),
    'metadata_too_large',
  ],
  ['attachments', 100, (count) => readContent({ attachments: times(count, () => ({})) }), 'too_many_attachments'],
];

test.each(MESSAGE)('a message may have so many %s: %i, and not one more', (_, max, read, code = 'invalid_blocks') => {
  expect(refusal(() => read(max))).toBeUndefined();
  expect(refusal(() => read(max + 1))).toBe(code);
});

const MODAL: [string, number, (count: number) => unknown][] = [
  ['blocks', 100, (count) => readView(modal({ blocks: times(count, () => ({ type: 'divider' })) }), 'modal')],
  ['characters of its title', 24, (count) => readView(modal({ title: plain(count) }), 'modal')],
  ['characters of its submit', 24, (count) => readView(modal({ submit: plain(count) }), 'modal')],
  ['characters of its close', 24, (count) => readView(modal({ close: plain(count) }), 'modal')],
  ['characters of private_metadata', 3000, (count) => readView(modal({ private_metadata: x(count) }), 'modal')],
  ['characters of its callback_id', 255, (count) => readView(modal({ callback_id: x(count) }), 'modal')],
  ['characters of its external_id', 255, (count) => readView(modal({ external_id: x(count) }), 'modal')],
  ["characters of an input's label", 2000, inModal((count) => ({ ...textInput(), label: plain(count) }))],
  ['files of a file input', 10, inModal((count) => input({ type: 'file_input', max_files: count }))],
  ["characters of an input's hint", 2000, inModal((count) => ({ ...textInput(), hint: plain(count) }))],
  ["characters of an input's start", 3000, inModal((count) => textInput({ initial_value: x(count) }))],
  ["characters of an input's placeholder", 150, inModal((count) => textInput({ placeholder: plain(count) }))],
];

test.each(MODAL)('a modal may have so many %s: %i, and not one more', (_, max, read) => {
  expect(refusal(() => read(max))).toBeUndefined();
  expect(refusal(() => read(max + 1))).toBe('invalid_arguments');
});

test('a view over 250 KB is too large, whatever its blocks', () => {
  const rows = times(90, () => ({ type: 'section', text: plain(2900) }));
  expect(refusal(() => readView(modal({ blocks: rows }), 'modal'))).toBe('view_too_large');
});

const WRONG: [string, unknown[], string][] = [
  ['an unknown block', [{ type: 'marquee' }], 'unsupported type: marquee [json-pointer:/blocks/0/type]'],
  [
    'an unknown element',
    [actions({ type: 'slider' })],
    'unsupported type: slider [json-pointer:/blocks/0/elements/0/type]',
  ],
  [
    'an unknown text object',
    [{ type: 'header', text: { type: 'html', text: 'x' } }],
    'unsupported type: html [json-pointer:/blocks/0/text/type]',
  ],
  [
    'mrkdwn in a header',
    [{ type: 'header', text: { type: 'mrkdwn', text: 'x' } }],
    'unsupported type: mrkdwn [json-pointer:/blocks/0/text/type]',
  ],
  ['a missing field', [{ type: 'header' }], 'missing required field: text [json-pointer:/blocks/0]'],
  [
    'an invented property',
    [{ type: 'divider', colour: 'red' }],
    'invalid additional property: colour [json-pointer:/blocks/0]',
  ],
  ['an empty text', [section(0)], 'must be more than 0 characters [json-pointer:/blocks/0/text/text]'],
  ['a section of nothing', [{ type: 'section' }], 'must define one of: text, fields [json-pointer:/blocks/0]'],
  [
    'a select of nothing',
    [select({ options: [] })],
    'no fewer than 1 items allowed [json-pointer:/blocks/0/elements/0/options]',
  ],
  [
    'a text where a number belongs',
    [actions({ type: 'datetimepicker', initial_date_time: '1' })],
    'must provide a number [json-pointer:/blocks/0/elements/0/initial_date_time]',
  ],
  [
    'the same block_id twice',
    times(2, () => ({ type: 'divider', block_id: 'a' })),
    '`block_id` "a" already exists [json-pointer:/blocks]',
  ],
  [
    'the same action_id twice',
    [actions(button({ action_id: 'a' }), button({ action_id: 'a' }))],
    '`action_id` "a" already exists [json-pointer:/blocks/0]',
  ],
  [
    'a block for modals only',
    [{ type: 'alert', text: plain(3) }],
    'unsupported type: alert [json-pointer:/blocks/0/type]',
  ],
  [
    'a second table',
    times(2, () => ({ type: 'table', rows: [[{ type: 'raw_text', text: 'x' }]] })),
    'only_one_table_allowed [json-pointer:/blocks]',
  ],
];

test.each(WRONG)('%s is refused by its place', (_, blocks, detail) => {
  expect(() => readMessageBlocks(blocks)).toThrow(`invalid_blocks: ${detail}`);
});

test('a modal with an input needs a submit, and a Home has no title', () => {
  const { submit: _, ...without } = modal({ blocks: [textInput()] });
  expect(() => readView(without, 'modal')).toThrow('missing required field: submit [json-pointer:/view]');
  expect(() => readView({ type: 'home', blocks: [], title: plain(3) }, 'home')).toThrow(
    'invalid additional property: title',
  );
});

test('a file input stands in modals alone, and begins with no file', () => {
  const files = input({ type: 'file_input' });
  expect(refusal(() => readView(modal({ blocks: [files] }), 'modal'))).toBeUndefined();
  const home = { type: 'home', blocks: [files] };
  expect(() => readView(home, 'home')).toThrow('unsupported type: file_input [json-pointer:/view/blocks]');
  const prefilled = input({ type: 'file_input', initial_files: ['F1'] });
  expect(() => readView(modal({ blocks: [prefilled] }), 'modal')).toThrow('invalid additional property: initial_files');
});

test('metadata holds plain values and objects of them, never null', () => {
  expect(refusal(() => readMetadata({ event_type: 'e', event_payload: { a: [1, { b: true }] } }))).toBeUndefined();
  expect(refusal(() => readMetadata({ event_type: 'e', event_payload: { a: null } }))).toBe('invalid_metadata_schema');
  expect(refusal(() => readMetadata('e'))).toBe('invalid_metadata_format');
});
