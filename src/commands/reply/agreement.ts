import { plainOf } from '../../slack/plain-of.ts';

/** Longer than this, a reply says more than yes. In characters. */
const MAX = 120;

/** What people write instead of pressing; lower case, without accents or punctuation. */
const AGREEING: readonly string[] = [
  '+1',
  'all fine',
  'all good',
  'approve',
  'approved',
  'fine by me',
  'fine for me',
  'fine with me',
  'go',
  'go ahead',
  'go for it',
  'good for me',
  'good to go',
  'lgtm',
  'look good',
  'looking good',
  'looks fine',
  'looks good',
  'looks great',
  'looks ok',
  'ok by me',
  'ok for me',
  'ok with me',
  'okay for me',
  'okay with me',
  'ship it',
  'bon pour moi',
  'c est bon',
  'c est ok',
  'c est valide',
  'ca me va',
  'feu vert',
  'je valide',
  'ok pour moi',
  'valide',
  'validee',
];

/** What may stand around it and takes nothing back. */
const AROUND: readonly string[] = [
  'all',
  'cool',
  'everything',
  'for me',
  'from me',
  'from my side',
  'great',
  'hi',
  'i',
  'it',
  'nice',
  'ok',
  'okay',
  'perfect',
  'please',
  'thank you',
  'thanks',
  'that',
  'this',
  'to me',
  'yeah',
  'yep',
  'yes',
  'bonjour',
  'merci',
  'moi',
  'oui',
  'parfait',
  'pour moi',
  'super',
  'tout',
];

const LONGEST_FIRST: readonly string[] = [...AGREEING, ...AROUND].toSorted((a, b) => b.length - a.length);

/**
 * Whether a reply, as Slack hands it over, says yes and nothing else. One word that is not in these tables ("but", "not", "if") or a
 * question mark makes it something else: a hint that does not come is better than one in the way of a doubt.
 */
export function readsLikeAgreement(text: string): boolean {
  let rest = text.length > MAX ? '' : bare(text);
  let agrees = false;
  while (rest !== '') {
    const said = LONGEST_FIRST.find((phrase) => `${rest} `.startsWith(`${phrase} `));
    if (said === undefined) return false;
    agrees ||= AGREEING.includes(said);
    rest = rest.slice(said.length + 1);
  }
  return agrees;
}

/** Without mentions, accents, emphasis and punctuation that does not change what is meant; a thumb up is a +1. */
function bare(text: string): string {
  return plainOf(text)
    .replaceAll(/<[@!][^<>]*>/g, ' ')
    .replaceAll(
      /:(?:\+1|thumbsup|white_check_mark|heavy_check_mark)(?::skin-tone-\d)?:(?::skin-tone-\d:)?|👍|✅/gu,
      ' +1 ',
    )
    .normalize('NFD')
    .replaceAll(/\p{M}|\p{Emoji_Modifier}/gu, '')
    .toLowerCase()
    .replaceAll(/[.,!;:*_'’"…\s]+/gu, ' ')
    .trim();
}
