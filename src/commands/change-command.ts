import type { AllMiddlewareArgs, SlackCommandMiddlewareArgs } from '@slack/bolt';
import { quoted } from '../slack/blocks.ts';
import { onCalendar } from './calendar/calendar.ts';
import type { CommandDeps } from './deps.ts';
import { onEmergency } from './emergency/emergency.ts';
import { openEmptyForm } from './file-change/open-form.ts';
import { openPatternForm } from './file-change/open-pattern.ts';
import { onFreeze } from './freeze/freeze.ts';
import { onLike } from './file-change/like.ts';
import { onList } from './list/list.ts';
import { onLog } from './paper/log.ts';
import { onShowMarkdown, readMarkdownWanted } from './paper/show-markdown.ts';
import { tell, type Respond } from './private.ts';
import { onRehearse } from './rehearse/rehearse.ts';
import { onShow } from './show/show.ts';

const HELP = [
  '`/change` files a change: who is affected, when, how it is tested and undone.',
  '`/change emergency TEXT` starts an emergency at once; what is missing of the request is asked for afterwards. With the `CHG-7` of an open incident in the text it is for that incident, and passes it.',
  '`/change new PATTERN` begins with what a pattern knows, such as `routine-maintenance`; a word such as `network` finds those it fits.',
  '`/change like CHG-7` begins with what another change was; a form that was closed comes back as it was typed.',
  '`/change list` shows what is open; add `mine`, `week` or `service:NAME`.',
  '`/change show CHG-7` tells all about one change; with `markdown` as a document in the usual template.',
  '`/change rehearse CHG-7` lives a copy of it at once and says what it found; with `rollback` or `silence` on a bad night.',
  '`/change log` lists every change, newest first; `/change log csv` for a spreadsheet.',
  '`/change calendar` shows the next four weeks: changes, freezes, what is better avoided, and a picture.',
  '`/change freeze` declares a time in which nothing, or better nothing, is carried out; `/change freeze list` shows them and lifts one.',
  'Votes, Start and every answer on the day are buttons on the headline and in its thread.',
].join('\n');

interface Typed {
  readonly user: string;
  readonly rest: string;
  readonly trigger: string;
}

const SUBCOMMANDS: Readonly<{
  [word: string]: (deps: CommandDeps, respond: Respond, typed: Typed) => Promise<void>;
}> = {
  '': openEmptyForm,
  new: (deps, respond, typed) => openPatternForm(deps, respond, typed, typed.rest),
  emergency: (deps, respond, { trigger, rest }) => onEmergency(deps, respond, trigger, rest),
  list: (deps, respond, { user, rest }) => onList(deps, respond, user, rest),
  like: onLike,
  show: (deps, respond, { user, rest }) => {
    const onPaper = readMarkdownWanted(rest);
    return onPaper === undefined ? onShow(deps, respond, rest) : onShowMarkdown(deps, respond, user, onPaper);
  },
  rehearse: onRehearse,
  log: (deps, respond, { user, rest }) => onLog(deps, respond, user, rest),
  calendar: (deps, respond, { user }) => onCalendar(deps, respond, user),
  freeze: onFreeze,
  help: (deps, respond) => tell(deps, respond, HELP),
};

/** `/change` and its subcommands; a word it does not know gets the list of those it does. */
export function onChangeCommand(deps: CommandDeps) {
  return async ({ ack, command, respond }: SlackCommandMiddlewareArgs & AllMiddlewareArgs): Promise<void> => {
    await ack();
    const [, word = '', rest = ''] = /^\s*(\S*)\s*([\s\S]*)$/.exec(command.text) ?? [];
    const subcommand = Object.hasOwn(SUBCOMMANDS, word.toLowerCase()) ? SUBCOMMANDS[word.toLowerCase()] : undefined;
    const typed = { user: command.user_id, rest: rest.trim(), trigger: command.trigger_id };
    if (subcommand) return subcommand(deps, respond, typed);
    return tell(deps, respond, `There is no \`/change ${quoted(word.replaceAll('`', ''), 40)}\`.\n${HELP}`);
  };
}
