import type { ContextBlock } from '@slack/types';
import { shownId } from '../../change/change-id.ts';
import type { FactType, RecordedFact } from '../../change/facts.ts';
import { isUnread } from '../../change/long-looks.ts';
import { readChange } from '../../journal/read-change.ts';
import { printTimeline } from '../../paper/print-timeline.ts';
import { context, cut, when } from '../../slack/blocks.ts';
import { readControl } from '../../slack/controls.ts';
import { factLine } from '../../slack/fact-line.ts';
import { namesOf } from '../../slack/names.ts';
import { peopleIn, spoken } from '../../slack/spoken.ts';
import { refusalText } from '../../slack/refusal-text.ts';
import { surfaceWords } from '../../slack/surface-words.ts';
import { whoSaid } from '../../slack/words.ts';
import type { CommandDeps } from '../deps.ts';
import { inTime } from '../hearing.ts';
import { handOver } from '../paper/hand-over.ts';
import type { PressArgs } from '../press.ts';
import { OLD_BUTTON } from '../pressed.ts';
import { tell } from '../private.ts';

/** Lines shown at once; the whole of it stands behind a button. */
const LINES_MAX = 12;
const LINE_MAX = 160;
const SHOWN_AS_STEPS: readonly FactType[] = ['stepRequested', 'stepBegun', 'stepEnded'];

/** The newest of what became of a change: when, who, what, and from where; without the steps, which stand above it. */
export function newestOf(facts: readonly RecordedFact[]): ContextBlock {
  const lines = facts
    .filter(({ fact }) => !SHOWN_AS_STEPS.includes(fact.type) && !isUnread(fact))
    .slice(-LINES_MAX)
    .map((f) => [when(f.at), whoAndWhere(f), cut(factLine(f.fact), LINE_MAX)].join(' · '));
  return context(lines.join('\n'));
}

/** Timeline was pressed: every fact of the change, for whoever pressed. */
export function onTimelinePressed(deps: CommandDeps) {
  return async ({ ack, action, body, respond }: PressArgs): Promise<void> => {
    await ack();
    const pressed = readControl(action.value);
    if (!pressed) return tell(deps, respond, OLD_BUTTON);
    const story = await inTime(readChange(deps.record, pressed.change));
    if (!story) return tell(deps, respond, refusalText({ code: 'noSuchChange', change: pressed.change }));
    const { change, facts } = story;
    const { timezone } = deps.policy();
    const told = facts.filter(({ fact }) => !isUnread(fact, change));
    const lines = told.map((f) => ({
      at: f.at,
      who: whoSaid(f.by),
      where: surfaceWords(f.surface),
      what: factLine(f.fact),
    }));
    const nameOf = await namesOf(deps.views, peopleIn(lines.map(({ who, what }) => `${who} ${what}`)));
    const text = printTimeline(
      `${shownId(change.id)}: ${change.content.title}`,
      lines.map(({ who, what, ...line }) => ({
        ...line,
        who: spoken(who, timezone, nameOf),
        what: spoken(what, timezone, nameOf),
      })),
      timezone,
    );
    const without = told.length < facts.length ? ', here without the looks of its watch that passed' : '';
    const about = `Everything that became of ${shownId(change.id)}: ${facts.length} facts${without}.`;
    return handOver(deps, respond, body.user.id, { name: `${shownId(change.id)}-timeline.md`, text, about });
  };
}

function whoAndWhere({ by, surface }: RecordedFact): string {
  const where = surfaceWords(surface);
  return where === '' ? whoSaid(by) : `${whoSaid(by)} ${where}`;
}
