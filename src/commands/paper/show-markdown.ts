import { readChangeId, shownId } from '../../change/change-id.ts';
import { printChange } from '../../paper/print-change.ts';
import { policyInForceFor } from '../../journal/policy-in-force.ts';
import { readChange } from '../../journal/read-change.ts';
import { namesOf } from '../../slack/names.ts';
import { refusalText } from '../../slack/refusal-text.ts';
import type { CommandDeps } from '../deps.ts';
import { inTime } from '../hearing.ts';
import { tell, type Respond } from '../private.ts';
import { handOver } from './hand-over.ts';

/** `CHG-7 markdown`: the id; undefined for anything else. */
export function readMarkdownWanted(text: string): string | undefined {
  return /^(\S+)\s+(?:markdown|md)$/i.exec(text.trim())?.[1];
}

/** Answers `/change show CHG-n markdown` with the change in the process document's template (001-TPL-15). */
export async function onShowMarkdown(deps: CommandDeps, respond: Respond, user: string, text: string): Promise<void> {
  const id = readChangeId(text);
  if (!id) return tell(deps, respond, 'Write `/change show CHG-7 markdown`.');
  const story = await inTime(readChange(deps.record, id));
  if (!story) return tell(deps, respond, refusalText({ code: 'noSuchChange', change: id }));
  const { change } = story;
  const voters = change.ballots.flatMap(({ votes }) => votes.map(({ by }) => by));
  const reviewers = change.reviews.flatMap(({ answers }) => Object.values(answers).map(({ by }) => by));
  const tickers = (change.checklist?.marks ?? []).map(({ by }) => by);
  const lookingBack = change.pir
    ? [change.pir.by, ...change.debts.flatMap((d) => (d.what === 'action' ? d.owner : []))]
    : [];
  const nameOf = await namesOf(deps.views, [change.requester, ...voters, ...reviewers, ...tickers, ...lookingBack]);
  const policy = await inTime(policyInForceFor(deps.record, change, deps.policy()));
  return handOver(deps, respond, user, {
    name: `${shownId(id)}.md`,
    text: printChange(change, { policy, nameOf }),
    about: `${shownId(id)} as Markdown.`,
  });
}
