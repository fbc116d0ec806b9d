import { HOUSE_WORDS } from '../../wording/house-words.ts';
import type { Page } from './telling.ts';

/** What Teams takes of a message at most (learn.microsoft.com, limits of webhooks). */
export const CARD_BYTES_MAX = 28 * 1024;

/**
 * A notice, or many, as a card in Teams, in the envelope that a workflow's webhook takes (learn.microsoft.com, "Create incoming webhooks with
 * Workflows"). Nothing that people wrote is read as markup. JSON, no longer than Teams takes.
 */
export function cardMessage(page: Page): string {
  const message = JSON.stringify({
    type: 'message',
    attachments: [{ contentType: 'application/vnd.microsoft.card.adaptive', content: cardOf(page) }],
  });
  if (Buffer.byteLength(message) > CARD_BYTES_MAX) throw new Error('drawing a card: it is too long for Teams');
  return message;
}

function cardOf({ heading, sentences, about, language, zone, isPossibleCopy }: Page) {
  return {
    $schema: 'http://adaptivecards.io/schemas/adaptive-card.json',
    type: 'AdaptiveCard',
    version: '1.4',
    lang: language,
    fallbackText: [heading, ...sentences].map(undated).join(' '),
    msteams: { width: 'Full' },
    body: [
      paragraph(heading, { size: 'large', weight: 'bolder' }),
      ...sentences.map((text) => paragraph(text)),
      paragraph(about, { isSubtle: true }),
      paragraph(zone, { isSubtle: true, size: 'small' }),
      ...(isPossibleCopy ? [paragraph(HOUSE_WORDS[language].possibleCopy)] : []),
    ],
  };
}

/**
 * A run of text reads no Markdown, which a TextBlock does, and escapes differently on each device (adaptivecards.io, TextRun;
 * MicrosoftDocs/msteams-docs#5793).
 */
function paragraph(text: string, look: { size?: 'large' | 'small'; weight?: 'bolder'; isSubtle?: boolean } = {}) {
  return { type: 'RichTextBlock', inlines: [{ type: 'TextRun', text: undated(text), ...look }] };
}

/** `{{DATE(…)}}` and `{{TIME(…)}}` are read everywhere, and are not ours. */
function undated(text: string): string {
  return text.replaceAll('{{', '{\u200B{');
}
