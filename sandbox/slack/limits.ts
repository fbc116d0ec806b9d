/** How one value inside a block or view must look; `checkRule` in check-blocks.ts reads these. Lengths are in UTF-16 units. */
export type Rule =
  | { is: 'string'; min: number; max: number; pattern?: RegExp }
  | { is: 'number'; min: number; max: number; whole: boolean }
  | { is: 'boolean' }
  | { is: 'word'; words: readonly string[] }
  | { is: 'text'; types: readonly ('plain_text' | 'mrkdwn')[]; max: number }
  | { is: 'list'; of: Rule; min: number; max: number }
  | { is: 'element' | 'block'; types: readonly string[] }
  | { is: 'object'; shape: Shape }
  | { is: 'anything' };

/** The properties an object may have; any other is refused. At least one of each `oneOf` group must be there. */
export type Shape = { must?: Record<string, Rule>; may?: Record<string, Rule>; oneOf?: readonly (readonly string[])[] };

/** Limits that stand for a whole message, view or file; https://docs.slack.dev/reference/block-kit and the methods' pages. */
export const MESSAGE_BLOCKS_MAX = 50;
export const VIEW_BLOCKS_MAX = 100;
export const MESSAGE_TEXT_MAX = 40_000;
/** `chat.update` counts bytes of the escaped text and takes a tenth of what `chat.postMessage` does. */
export const UPDATE_TEXT_BYTES_MAX = 4_000;
/** Not documented; measured by users of `markdown` blocks (slackapi/bolt-js#2509). */
export const MESSAGE_BLOCKS_TEXT_MAX = 13_200;
export const ATTACHMENTS_MAX = 100;
/** Slack names an error for this and no number; a bot that stays below is safe. */
export const METADATA_BYTES_MAX = 8_192;
export const VIEW_BYTES_MAX = 250_000;
export const VIEW_STACK_MAX = 3;
export const INPUT_TEXT_MAX = 3_000;
export const FILES_MAX = 10;
export const SOCKETS_MAX = 10;
export const ACK_MS = 3_000;
export const TRIGGER_LIFE_MS = 3_000;
export const RESPONSE_URL_LIFE_MS = 30 * 60_000;
export const RESPONSE_URL_USES_MAX = 5;

const string = (max: number, min = 1): Rule => ({ is: 'string', min, max });
const plain = (max: number): Rule => ({ is: 'text', types: ['plain_text'], max });
const text = (max: number): Rule => ({ is: 'text', types: ['plain_text', 'mrkdwn'], max });
const mrkdwn = (max: number): Rule => ({ is: 'text', types: ['mrkdwn'], max });
const list = (of: Rule, max: number, min = 1): Rule => ({ is: 'list', of, min, max });
const element = (...types: string[]): Rule => ({ is: 'element', types });
const block = (...types: string[]): Rule => ({ is: 'block', types });
const word = (...words: string[]): Rule => ({ is: 'word', words });
const whole = (min: number, max: number): Rule => ({ is: 'number', min, max, whole: true });
const object = (shape: Shape): Rule => ({ is: 'object', shape });
const pattern = (shape: RegExp): Rule => ({ is: 'string', min: 1, max: 255, pattern: shape });
const boolean: Rule = { is: 'boolean' };
const anything: Rule = { is: 'anything' };
const url = string(3_000);
const id = string(255);

const plainOption = object({ must: { text: plain(75), value: string(75) }, may: { description: plain(75), url } });
const richOption = object({ must: { text: text(75), value: string(75) }, may: { description: text(75) } });
const optionGroup = object({ must: { label: plain(75), options: list(plainOption, 100) } });
const confirm = object({
  must: { text: text(300) },
  may: { title: plain(100), confirm: plain(30), deny: plain(30), style: word('primary', 'danger') },
});
const conversationFilter = object({
  may: {
    include: list(word('im', 'mpim', 'private', 'public'), 4),
    exclude_external_shared_channels: boolean,
    exclude_bot_users: boolean,
  },
});
const slackFile = object({ may: { id: string(255), url }, oneOf: [['id', 'url']] });
const textStyle = object({
  may: { bold: boolean, italic: boolean, strike: boolean, code: boolean, underline: boolean },
});
const feedback = object({ must: { text: plain(75), value: string(2_000) }, may: { accessibility_label: string(75) } });

const control = { action_id: id };
const picker = { ...control, confirm, focus_on_load: boolean, placeholder: plain(150) };
const typed = {
  ...control,
  placeholder: plain(150),
  focus_on_load: boolean,
  dispatch_action_config: object({
    may: { trigger_actions_on: list(word('on_enter_pressed', 'on_character_entered'), 2) },
  }),
};
const many = { max_selected_items: whole(1, 100) };
const staticOptions = { options: list(plainOption, 100), option_groups: list(optionGroup, 100) };
const styled = { style: textStyle };
const date = pattern(/^\d{4}-\d{2}-\d{2}$/u);
const time = pattern(/^([01]\d|2[0-3]):[0-5]\d$/u);

const SELECTS = ['static_select', 'external_select', 'users_select', 'conversations_select', 'channels_select'];
const CHOICES = [
  ...SELECTS,
  ...SELECTS.map((type) => `multi_${type}`),
  'checkboxes',
  'radio_buttons',
  'datepicker',
  'timepicker',
];
const RICH_LEAVES = ['text', 'link', 'user', 'usergroup', 'channel', 'emoji', 'broadcast', 'date', 'color', 'team'];
const RICH_PARTS = ['rich_text_section', 'rich_text_list', 'rich_text_quote', 'rich_text_preformatted'];
const leaves = list(element(...RICH_LEAVES), 3_000, 0);

/** Every block element, by `type`; `type` itself is implied. */
export const ELEMENTS: Record<string, Shape> = {
  plain_text: { must: { text: string(3_000) }, may: { emoji: boolean } },
  mrkdwn: { must: { text: string(3_000) }, may: { verbatim: boolean } },
  raw_text: { must: { text: string(3_000) } },
  raw_number: { must: { value: { is: 'number', min: -1e15, max: 1e15, whole: false }, text: string(3_000) } },
  image: {
    must: { alt_text: string(2_000) },
    may: { image_url: url, slack_file: slackFile },
    oneOf: [['image_url', 'slack_file']],
  },
  button: {
    must: { text: plain(75) },
    may: {
      ...control,
      value: string(2_000, 0),
      url,
      style: word('primary', 'danger'),
      confirm,
      accessibility_label: string(75),
    },
  },
  icon_button: {
    must: { icon: string(50), text: plain(75) },
    may: {
      ...control,
      value: string(2_000, 0),
      confirm,
      accessibility_label: string(75),
      visible_to_user_ids: list(id, 100),
    },
  },
  feedback_buttons: { must: { positive_button: feedback, negative_button: feedback }, may: control },
  workflow_button: {
    must: { text: plain(75), workflow: anything },
    may: { ...control, style: word('primary', 'danger'), confirm, accessibility_label: string(75) },
  },
  overflow: { must: { options: list(plainOption, 5) }, may: { ...control, confirm } },
  checkboxes: {
    must: { options: list(richOption, 10) },
    may: { ...control, confirm, focus_on_load: boolean, initial_options: list(richOption, 10) },
  },
  radio_buttons: {
    must: { options: list(richOption, 10) },
    may: { ...control, confirm, focus_on_load: boolean, initial_option: richOption },
  },
  static_select: {
    may: { ...picker, ...staticOptions, initial_option: plainOption },
    oneOf: [['options', 'option_groups']],
  },
  multi_static_select: {
    may: { ...picker, ...staticOptions, ...many, initial_options: list(plainOption, 100) },
    oneOf: [['options', 'option_groups']],
  },
  external_select: { may: { ...picker, initial_option: plainOption, min_query_length: whole(0, 255) } },
  multi_external_select: {
    may: { ...picker, ...many, initial_options: list(plainOption, 100), min_query_length: whole(0, 255) },
  },
  users_select: { may: { ...picker, initial_user: id } },
  multi_users_select: { may: { ...picker, ...many, initial_users: list(id, 100) } },
  conversations_select: {
    may: {
      ...picker,
      initial_conversation: id,
      default_to_current_conversation: boolean,
      filter: conversationFilter,
      response_url_enabled: boolean,
    },
  },
  multi_conversations_select: {
    may: {
      ...picker,
      ...many,
      initial_conversations: list(id, 100),
      default_to_current_conversation: boolean,
      filter: conversationFilter,
    },
  },
  channels_select: { may: { ...picker, initial_channel: id, response_url_enabled: boolean } },
  multi_channels_select: { may: { ...picker, ...many, initial_channels: list(id, 100) } },
  datepicker: { may: { ...picker, initial_date: date } },
  timepicker: { may: { ...picker, initial_time: time, timezone: string(64) } },
  datetimepicker: {
    may: { ...control, confirm, focus_on_load: boolean, initial_date_time: whole(1_000_000_000, 9_999_999_999) },
  },
  plain_text_input: {
    may: {
      ...typed,
      initial_value: string(INPUT_TEXT_MAX, 0),
      multiline: boolean,
      min_length: whole(0, 3_000),
      max_length: whole(1, 3_000),
    },
  },
  email_text_input: { may: { ...typed, initial_value: string(3_000, 0) } },
  url_text_input: { may: { ...typed, initial_value: string(3_000, 0) } },
  number_input: {
    must: { is_decimal_allowed: boolean },
    may: { ...typed, initial_value: string(255), min_value: string(255), max_value: string(255) },
  },
  rich_text_input: {
    may: { ...typed, initial_value: block('rich_text'), min_lines: whole(1, 100), max_lines: whole(1, 100) },
  },
  file_input: { may: { ...control, filetypes: list(string(20), 100), max_files: whole(1, FILES_MAX) } },
  url: { must: { url, text: string(3_000) } },
  rich_text_section: { must: { elements: leaves }, may: { border: whole(0, 1) } },
  rich_text_list: {
    must: { elements: list(element('rich_text_section'), 500, 0), style: word('bullet', 'ordered') },
    may: { indent: whole(0, 8), offset: whole(0, 10_000), border: whole(0, 1) },
  },
  rich_text_quote: { must: { elements: leaves }, may: { border: whole(0, 1) } },
  rich_text_preformatted: {
    must: { elements: list(element('text', 'link'), 3_000, 0) },
    may: { border: whole(0, 1), language: string(50) },
  },
  text: { must: { text: string(12_000) }, may: styled },
  link: { must: { url }, may: { ...styled, text: string(3_000), unsafe: boolean } },
  user: { must: { user_id: id }, may: styled },
  usergroup: { must: { usergroup_id: id }, may: styled },
  channel: { must: { channel_id: id }, may: styled },
  emoji: { must: { name: string(100) }, may: { ...styled, unicode: string(100), url } },
  broadcast: { must: { range: word('here', 'channel', 'everyone') }, may: styled },
  date: {
    must: { timestamp: whole(0, 9_999_999_999), format: string(255) },
    may: { ...styled, url, fallback: string(255) },
  },
  color: { must: { value: string(20) }, may: styled },
  team: { must: { team_id: id }, may: styled },
};

const cell = { is: 'list', of: element('raw_text', 'raw_number', 'rich_text'), min: 1, max: 20 } as const;
const richText = block('rich_text');

/** Every block, by `type`; `type` and `block_id` are implied. */
export const BLOCKS: Record<string, Shape> = {
  section: {
    may: {
      text: text(3_000),
      fields: list(text(2_000), 10),
      accessory: element('button', 'workflow_button', 'overflow', 'image', ...CHOICES),
      expand: boolean,
    },
    oneOf: [['text', 'fields']],
  },
  header: { must: { text: plain(150) } },
  divider: {},
  context: { must: { elements: list(element('image', 'plain_text', 'mrkdwn'), 10) } },
  actions: {
    must: {
      elements: list(
        element('button', 'workflow_button', 'overflow', 'datetimepicker', 'rich_text_input', ...CHOICES),
        25,
      ),
    },
  },
  context_actions: { must: { elements: list(element('feedback_buttons', 'icon_button'), 5) } },
  input: {
    must: {
      label: plain(2_000),
      element: element(
        'plain_text_input',
        'email_text_input',
        'url_text_input',
        'number_input',
        'rich_text_input',
        'file_input',
        'datetimepicker',
        ...CHOICES,
      ),
    },
    may: { hint: plain(2_000), optional: boolean, dispatch_action: boolean },
  },
  image: {
    must: { alt_text: string(2_000) },
    may: { image_url: url, slack_file: slackFile, title: plain(2_000) },
    oneOf: [['image_url', 'slack_file']],
  },
  video: {
    must: { video_url: url, thumbnail_url: url, alt_text: string(2_000), title: plain(200) },
    may: {
      title_url: url,
      description: plain(200),
      provider_icon_url: url,
      provider_name: string(50),
      author_name: string(50),
    },
  },
  file: { must: { source: word('remote'), external_id: id } },
  markdown: { must: { text: string(12_000) } },
  rich_text: { must: { elements: list(element(...RICH_PARTS), 500, 0) } },
  table: {
    must: { rows: list(cell, 100) },
    may: {
      column_settings: list(object({ may: { align: word('left', 'center', 'right'), is_wrapped: boolean } }), 20),
    },
  },
  data_table: {
    must: { rows: list(cell, 1_000), caption: string(255) },
    may: { page_size: whole(1, 100), row_header_column_index: whole(0, 19) },
  },
  alert: { must: { text: text(3_000) }, may: { level: word('default', 'info', 'warning', 'error', 'success') } },
  card: {
    may: {
      hero_image: element('image'),
      icon: element('image'),
      title: mrkdwn(150),
      subtitle: mrkdwn(150),
      body: mrkdwn(200),
      actions: list(element('button'), 5),
    },
    oneOf: [['hero_image', 'title', 'actions', 'body']],
  },
  carousel: { must: { elements: list(block('card'), 10) } },
  container: {
    must: {
      child_blocks: list(
        block(
          'actions',
          'context',
          'divider',
          'file',
          'header',
          'image',
          'input',
          'rich_text',
          'section',
          'table',
          'video',
        ),
        10,
      ),
    },
    may: {
      title: plain(150),
      rich_text_title: richText,
      subtitle: text(150),
      width: word('narrow', 'standard', 'wide', 'full'),
      icon: element('image'),
      is_collapsible: boolean,
      default_collapsed: boolean,
      has_header_divider: boolean,
    },
    oneOf: [['title', 'rich_text_title']],
  },
  task_card: {
    must: { task_id: id, title: string(255), status: word('pending', 'in_progress', 'complete', 'error') },
    may: { details: richText, output: richText, sources: list(element('url'), 100) },
  },
  plan: { must: { title: string(255) }, may: { tasks: list(block('task_card'), 100, 0) } },
};

const EVERYWHERE = ['section', 'header', 'divider', 'context', 'actions', 'input', 'image', 'video', 'rich_text'];
const IN_MESSAGES = [
  'context_actions',
  'file',
  'markdown',
  'table',
  'data_table',
  'card',
  'carousel',
  'container',
  'task_card',
  'plan',
];

/** Which blocks each surface takes. */
export const SURFACES = {
  message: [...EVERYWHERE, ...IN_MESSAGES],
  modal: [...EVERYWHERE, 'alert'],
  home: EVERYWHERE,
} as const;

const view = { blocks: list(anything, VIEW_BLOCKS_MAX, 0) };
const viewIds = { private_metadata: string(3_000, 0), callback_id: string(255, 0), external_id: string(255, 0) };

/** The two kinds of view; their blocks are checked by the surface of the same name. */
export const VIEWS: Record<'modal' | 'home', Shape> = {
  modal: {
    must: { ...view, title: plain(24) },
    may: {
      ...viewIds,
      submit: plain(24),
      close: plain(24),
      clear_on_close: boolean,
      notify_on_close: boolean,
      submit_disabled: boolean,
    },
  },
  home: { must: view, may: viewIds },
};
