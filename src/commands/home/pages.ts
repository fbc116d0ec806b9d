import type { Button } from '@slack/types';
import { z } from 'zod';
import { plain } from '../../slack/blocks.ts';

/** The sections of Home that are read page by page. */
export const SECTIONS = ['needsYou', 'review', 'yours', 'items', 'running', 'ahead', 'debts'] as const;
export type SectionName = (typeof SECTIONS)[number];

/** Rows of a section shown at once: with two blocks each, all sections stay below Slack's 100 blocks (docs.slack.dev, views). */
export const ROWS_MAX = 5;
const PAGE_MAX = 1_000;

/** Which page each section stands at, from 0; the first where nothing is said. It travels in the view's private metadata. */
export type Pages = Readonly<Partial<Record<SectionName, number>>>;

const Page = z.number().int().min(0).max(PAGE_MAX);
const Drawn = z.strictObject({ v: z.literal(1), pages: z.partialRecord(z.enum(SECTIONS), Page) });
const Turned = z.strictObject({ v: z.literal(1), section: z.enum(SECTIONS), page: Page });

/** The action of a button that turns a page, before its section's name. */
export const TURN = 'home-page';

export function drawPages(pages: Pages): string {
  return JSON.stringify({ v: 1, pages });
}

/** The pages a Home stood at; the first of each where it was drawn by another version. */
export function readPages(metadata: string | undefined): Pages {
  const read = Drawn.safeParse(parsed(metadata)).data?.pages ?? {};
  return Object.fromEntries(Object.entries(read).filter(([, page]) => page !== undefined));
}

/** A button that shows another page of a section. */
export function turnButton(text: string, section: SectionName, page: number): Button {
  return {
    type: 'button',
    text: plain(text, 75),
    action_id: `${TURN}:${section}:${page}`,
    value: JSON.stringify({ v: 1, section, page } satisfies z.infer<typeof Turned>),
  };
}

/** The pages once this button was pressed. */
export function turned(pages: Pages, value: string | undefined): Pages {
  const turn = Turned.safeParse(parsed(value)).data;
  return turn ? { ...pages, [turn.section]: turn.page } : pages;
}

function parsed(text: string | undefined): unknown {
  try {
    return JSON.parse(text ?? '');
  } catch {
    return undefined;
  }
}
