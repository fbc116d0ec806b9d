import type { Policy } from '../change/policy.ts';

type Language = Policy['language'];

/** What the bot itself says around and within notices: claims that are sentences, and the frame of a mail or a card. */
interface HouseWords {
  /** How days are written. */
  readonly locale: string;
  readonly checksPassed: string;
  readonly asBefore: string;
  readonly tellHere: string;
  readonly answerMail: string;
  readonly noService: string;
  readonly more: (count: number) => string;
  readonly zone: (timeZone: string) => string;
  readonly machine: string;
  readonly possibleCopy: string;
  /** What many notices in one message are called. */
  readonly together: (count: number) => string;
  readonly until: string;
  /** Where the whole of each is to be read, in Slack. */
  readonly eachWhole: string;
}

/** In French a no-break space stands before a colon and inside guillemets. */
export const HOUSE_WORDS: Readonly<Record<Language, HouseWords>> = {
  en: {
    locale: 'en-GB',
    checksPassed: 'Checks passed.',
    asBefore: 'Checks passed: the service is as it was before.',
    tellHere: 'please tell us here',
    answerMail: 'please answer this mail',
    noService: 'no service',
    more: (count) => ` and ${count} more`,
    zone: (timeZone) => `Times are those of ${timeZone}.`,
    machine: 'Gonogo, which looks after changes, wrote this mail.',
    possibleCopy: 'This may be a copy: whether the first one arrived is not known.',
    together: (count) => `${count} notices of maintenance`,
    until: 'to',
    eachWhole: 'The whole of one: `/change show` and its number.',
  },
  fr: {
    locale: 'fr-FR',
    checksPassed: 'Les vérifications sont concluantes.',
    asBefore: 'Les vérifications sont concluantes\u00A0: le service est tel qu’il était auparavant.',
    tellHere: 'veuillez nous le signaler ici',
    answerMail: 'veuillez répondre à ce message',
    noService: 'aucun service',
    more: (count) => ` et ${count} ${count === 1 ? 'autre' : 'autres'}`,
    zone: (timeZone) => `Les heures sont celles de ${timeZone}.`,
    machine: 'Ce message a été rédigé par Gonogo, qui veille sur les changements.',
    possibleCopy: 'Ceci est peut-être une copie\u00A0: on ne sait pas si le premier envoi est arrivé.',
    together: (count) => `${count} avis de maintenance`,
    until: 'à',
    eachWhole: 'Pour tout savoir de l’un d’eux\u00A0: `/change show` et son numéro.',
  },
};
