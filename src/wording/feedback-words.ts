import type { Policy } from '../change/policy.ts';
import { HOUSE_WORDS } from './house-words.ts';

/** What whoever writes below a notice reads, alone; `who` is a mention of whom to ask. */
interface FeedbackWords {
  readonly kept: (change: string) => string;
  readonly orAnIssue: string;
  readonly notBegun: (change: string, who: string) => string;
  readonly over: (change: string, who: string) => string;
  readonly off: (change: string, who: string) => string;
  readonly enough: (change: string, who: string) => string;
  /** The message tells of several changes; `which` names each. */
  readonly several: (which: string) => string;
  readonly ask: (who: string) => string;
  readonly more: (count: number) => string;
  readonly notKept: string;
}

/** In French a no-break space stands before a colon. */
export const FEEDBACK_WORDS: Readonly<Record<Policy['language'], FeedbackWords>> = {
  en: {
    kept: (change) => `Kept with ${change}: the team that carries it out reads it.`,
    orAnIssue: 'If something is wrong since the change, press *It is an issue*.',
    notBegun: (change, who) =>
      `${change} has not begun, so nobody is watching here yet, and what you wrote is not kept. Please ask ${who}.`,
    over: (change, who) =>
      `${change} is over, so nobody is watching here any more, and what you wrote is not kept. Please ask ${who}.`,
    off: (change, who) =>
      `${change} is not carried out, so nobody is watching here, and what you wrote is not kept. Please ask ${who}.`,
    enough: (change, who) => `So much was written about ${change} that no more of it is kept. Please ask ${who}.`,
    several: (which) =>
      `This message tells of several changes, so it is not certain which one you mean, and what you wrote is kept with none of them. Please ask whoever answers for yours: ${which}.`,
    ask: (who) => `ask ${who}`,
    more: HOUSE_WORDS.en.more,
    notKept: 'What you wrote is not kept.',
  },
  fr: {
    kept: (change) => `Conservé avec ${change}\u00A0: l’équipe qui s’en charge le lit.`,
    orAnIssue: 'Si quelque chose ne va plus depuis ce changement, appuyez sur *It is an issue*.',
    notBegun: (change, who) =>
      `${change} n’a pas commencé\u00A0: personne ne suit encore ce fil, et votre message n’est pas conservé. Veuillez vous adresser à ${who}.`,
    over: (change, who) =>
      `${change} est terminé\u00A0: personne ne suit plus ce fil, et votre message n’est pas conservé. Veuillez vous adresser à ${who}.`,
    off: (change, who) =>
      `${change} n’aura pas lieu\u00A0: personne ne suit ce fil, et votre message n’est pas conservé. Veuillez vous adresser à ${who}.`,
    enough: (change, who) =>
      `Tant de messages ont été écrits au sujet de ${change} qu’il n’en est plus conservé. Veuillez vous adresser à ${who}.`,
    several: (which) =>
      `Ce message annonce plusieurs changements\u00A0: il n’est pas certain duquel vous parlez, et ce que vous avez écrit n’est conservé avec aucun. Veuillez vous adresser à qui répond du vôtre\u00A0: ${which}.`,
    ask: (who) => `à ${who}`,
    more: HOUSE_WORDS.fr.more,
    notKept: 'Votre message n’est pas conservé.',
  },
};
