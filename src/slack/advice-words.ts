import { readChangeId, shownId } from '../change/change-id.ts';
import type { Advice } from '../change/advice.ts';
import { sayDuration } from '../change/duration.ts';
import type { Policy } from '../change/policy.ts';
import { escape, quoted, when } from './blocks.ts';
import { serviceWords } from './incident-words.ts';

const SIZE_WORDS = {
  services: 'It changes many services at once',
  window: 'Its window is long',
  resources: 'Its plan touches many resources',
} as const;

/** One piece of advice in mrkdwn: what was noticed, why it matters, what can be done. */
export function adviceLine(advice: Advice, policy: Policy): string {
  switch (advice.about) {
    case 'size': {
      const { reason, good, bad } = advice.advised;
      const title = policy.strategies?.[advice.strategy]?.title ?? advice.strategy;
      return `*Large* ${SIZE_WORDS[advice.by]}. ${escape(reason)} Under Details, Strategy: _${escape(title)}_. Rather: ${escape(good)} Not: ${escape(bad)}`;
    }
    case 'mixed':
      return `*Software and data at once* ${serviceWords(advice.data, policy)} keeps data, ${serviceWords(advice.software, policy)} does not. Two changes are safer: first software that reads both, then the data.`;
    case 'gap':
      return `*Gap* What is written from about ${when(advice.fromAt)} is in no backup, for ${sayDuration(Math.max(0, advice.untilAt - advice.fromAt))} or more before the switch. Say under Details, Strategy, what becomes of it.`;
    case 'order': {
      const before = readChangeId(advice.follows);
      return `*Opens too early* ${before ? shownId(before) : quoted(advice.follows, 20)} comes first: this one cannot start before ${when(advice.notBefore)}.`;
    }
  }
}
