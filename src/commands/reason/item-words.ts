import { shownId } from '../../change/change-id.ts';
import { barredFromItem } from '../../change/item-owners.ts';
import { itemsBefore, itemStandings, type ItemStanding } from '../../change/item-standing.ts';
import type { Intent } from '../../change/intents.ts';
import { policyInForceFor } from '../../journal/policy-in-force.ts';
import { readChange } from '../../journal/read-change.ts';
import { section } from '../../slack/blocks.ts';
import { itemWords as shownItem, PHASE_WORDS } from '../../slack/checklist-words.ts';
import type { Control } from '../../slack/controls.ts';
import type { CommandDeps } from '../deps.ts';
import { inTime } from '../hearing.ts';
import type { ReasonWords } from './reason-modal.ts';

type Asking = Extract<Control, { do: 'tickItem' | 'anyItem' }>;
type Said = Extract<Intent, { type: 'tickItem' | 'skipItem' | 'reopenItem' }>;

const SHOWS = { asks: 'What shows it', hint: 'A link, a figure, or where it stands; the checklist shows it.' } as const;

/** What is asked about one item of a checklist, or first which of those that this person may say it of. */
export async function itemWords(
  deps: CommandDeps,
  control: Asking,
  user: string,
): Promise<{ readonly words: ReasonWords; readonly example: Said }> {
  const [story, actor] = await Promise.all([inTime(readChange(deps.record, control.change)), deps.who(user)]);
  const policy = story ? await inTime(policyInForceFor(deps.record, story.change, deps.policy())) : deps.policy();
  const all = story ? itemStandings(story.change, policy) : [];
  const name = shownId(control.change);
  if (control.do === 'tickItem') {
    const asked = all.find(({ item }) => item.id === control.item);
    const above = asked ? [section(shownItem(asked, policy))] : [];
    return {
      words: { title: `Done: ${name}`, submit: 'It is done', above, ...SHOWS },
      example: { type: 'tickItem', item: control.item, evidence: '…' },
    };
  }
  const isDue = ({ item, state }: ItemStanding): boolean => state === 'open' && itemsBefore(item, all).length === 0;
  const fits = (standing: ItemStanding): boolean => {
    if (control.act === 'reopen') return standing.mark !== undefined;
    return isDue(standing) && (control.act === 'tick' || !standing.item.gate);
  };
  const choices = all
    .filter((standing) => story && fits(standing) && !barredFromItem(story.change, standing.item, actor, policy))
    .map(({ item }) => ({ value: item.id, text: `${PHASE_WORDS[item.phase]}: ${item.text}` }));
  const choice = choices.length > 0 ? { choice: { field: 'item', label: 'Item', choices } as const } : {};
  const item = choices[0]?.value ?? '';
  switch (control.act) {
    case 'tick':
      return {
        words: { title: `Done: ${name}`, submit: 'It is done', optional: true, ...SHOWS, ...choice },
        example: { type: 'tickItem', item, evidence: '…' },
      };
    case 'skip':
      return {
        words: { title: `Skip: ${name}`, submit: 'Skip it', asks: 'Why it is left out', ...choice },
        example: { type: 'skipItem', item, reason: '…' },
      };
    case 'reopen':
      return {
        words: { title: `Open again: ${name}`, submit: 'Open it again', optional: true, ...choice },
        example: { type: 'reopenItem', item },
      };
  }
}
