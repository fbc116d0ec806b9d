import type { AllMiddlewareArgs, SlackCommandMiddlewareArgs } from '@slack/bolt';
import { quoted } from '../slack/blocks.ts';
import { onCalendar } from './calendar/calendar.ts';
import type { CommandDeps } from './deps.ts';
import { onEmergency } from './emergency/emergency.ts';
import { openEmptyForm } from './file-change/open-form.ts';
import { openPatternForm } from './file-change/open-pattern.ts';
import { onFreeze } from './freeze/freeze.ts';
import type { CommandWord } from './help/commands.ts';
import { helpOf, onHelp } from './help/help.ts';
import { onLike } from './file-change/like.ts';
import { onList } from './list/list.ts';
import { onLog } from './paper/log.ts';
import { onShowMarkdown, readMarkdownWanted } from './paper/show-markdown.ts';
import { onPir } from './pir/pir.ts';
import { tell, type Respond } from './private.ts';
import { onRehearse } from './rehearse/rehearse.ts';
import { onShow } from './show/show.ts';
import { onStats } from './stats/stats.ts';

interface Typed {
  readonly user: string;
  readonly rest: string;
  readonly trigger: string;
}

type Listener = (deps: CommandDeps, respond: Respond, typed: Typed) => Promise<void>;

const SUBCOMMANDS: Readonly<Record<CommandWord, Listener>> = {
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
  pir: onPir,
  log: (deps, respond, { user, rest }) => onLog(deps, respond, user, rest),
  calendar: (deps, respond, { user }) => onCalendar(deps, respond, user),
  stats: onStats,
  freeze: onFreeze,
  help: onHelp,
};

/** `/change` and its subcommands; a word it does not know gets the list of those it does. */
export function onChangeCommand(deps: CommandDeps) {
  return async ({ ack, command, respond }: SlackCommandMiddlewareArgs & AllMiddlewareArgs): Promise<void> => {
    await ack();
    const [, word = '', rest = ''] = /^\s*(\S*)\s*([\s\S]*)$/.exec(command.text) ?? [];
    const typed = { user: command.user_id, rest: rest.trim(), trigger: command.trigger_id };
    const known = word.toLowerCase();
    if (isCommand(known)) return SUBCOMMANDS[known](deps, respond, typed);
    const help = await helpOf(deps, command.user_id);
    return tell(deps, respond, `There is no \`/change ${quoted(word.replaceAll('`', ''), 40)}\`.\n\n${help}`);
  };
}

function isCommand(word: string): word is CommandWord {
  return Object.hasOwn(SUBCOMMANDS, word);
}
