import type { Button, HomeView, KnownBlock } from '@slack/types';
import type { FreezeSpan } from '../../change/freezes.ts';
import {
  actions,
  button,
  context,
  divider,
  header,
  linesOf,
  plain,
  quoted,
  section,
  when,
} from '../../slack/blocks.ts';
import type { ChangeId } from '../../change/change-id.ts';
import { drawPages, turnButton, type Pages, type SectionName } from './pages.ts';

export const FILE_A_CHANGE = 'home-file';

/** A line of the inbox: what it is about, and what this person may press. */
export interface Row {
  readonly change: ChangeId;
  /** As mrkdwn, what people typed escaped. */
  readonly text: string;
  readonly buttons: readonly Button[];
}

export interface Section {
  readonly name: SectionName;
  readonly title: string;
  readonly rows: readonly Row[];
  readonly page: number;
  /** There are more rows on the next page. */
  readonly more: boolean;
  /** Said where there is nothing. */
  readonly none: string;
  /** Said beneath. */
  readonly foot?: string;
}

export interface Inbox {
  readonly sections: readonly Section[];
  readonly freezes: readonly FreezeSpan[];
  readonly now: number;
}

const AIM = 'Changes are written down, reviewed and announced to limit unforeseen consequences.';
const FREEZES_MAX = 10;

/** Home as an inbox. `said` stands on top: what became of a press in the Home before this one. */
export function homeView({ sections, freezes, now }: Inbox, pages: Pages, said: readonly string[] = []): HomeView {
  return view(
    [
      ...said.slice(0, 3).map((sentence) => section(sentence)),
      section(AIM, fileButton()),
      ...sections.flatMap(sectionBlocks),
      ...freezeBlocks(freezes, now),
    ],
    drawPages(pages),
  );
}

/** For those who may look and never decide: guests, and people of other workspaces. */
export function homeOfOutsider(): HomeView {
  return view([
    section(AIM),
    section(
      'You are a guest in this workspace: you may look on in the channels you were invited to, and not file, vote or start. Ask a full member to do it for you.',
    ),
  ]);
}

/** When it cannot be told what waits for whom. */
export function homeAway(): HomeView {
  return view([
    section(AIM),
    section(
      'Your inbox cannot be shown just now, because the record or Slack did not answer in time. Nothing is lost: open this tab again in a minute.',
    ),
  ]);
}

function view(blocks: readonly KnownBlock[], metadata = drawPages({})): HomeView {
  return { type: 'home', private_metadata: metadata, blocks: [...blocks] };
}

function fileButton(): Button {
  return { type: 'button', text: plain('File a change'), action_id: FILE_A_CHANGE, style: 'primary' };
}

function sectionBlocks({ name, title, rows, page, more, none, foot }: Section): readonly KnownBlock[] {
  const turns = [
    ...(page > 0 ? [turnButton('Back', name, page - 1)] : []),
    ...(more ? [turnButton('Show more', name, page + 1)] : []),
  ];
  return [
    divider(),
    header(page === 0 ? title : `${title} (page ${page + 1})`),
    ...(rows.length === 0 ? [context(page === 0 ? none : 'Nothing more is here.')] : rows.flatMap(rowBlocks)),
    ...(foot === undefined ? [] : [context(foot)]),
    ...(turns.length === 0 ? [] : [actions(...turns)]),
  ];
}

/** What may be pressed stands below; where it is only Details, beside. */
function rowBlocks({ change, text, buttons }: Row): readonly KnownBlock[] {
  const details = button('Details', { do: 'details', change });
  return buttons.length === 0 ? [section(text, details)] : [section(text), actions(...buttons, details)];
}

function freezeBlocks(freezes: readonly FreezeSpan[], now: number): readonly KnownBlock[] {
  const lines = freezes.slice(0, FREEZES_MAX).map(({ name, hard, from, to }) => {
    const what = hard ? 'nothing is carried out without an exception' : 'better not';
    return `*${quoted(name, 100)}* · ${day(from)} until ${day(to)}${from <= now ? ', in force' : ''} · ${what}`;
  });
  const rest = freezes.length - lines.length;
  return [
    divider(),
    header('Freezes'),
    lines.length === 0
      ? context('None in the next 30 days.')
      : section(linesOf(rest > 0 ? [...lines, `${rest} more`] : lines)),
  ];
}

function day(at: number): string {
  return when(at, '{date_short_pretty}');
}
