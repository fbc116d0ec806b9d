import type { Actor } from '../../change/intents.ts';
import { holds } from '../../change/intents.ts';
import type { Policy } from '../../change/policy.ts';
import { quoted } from '../../slack/blocks.ts';
import { COMMANDS, type Topic } from './commands.ts';
import { PRESSES } from './presses.ts';

const TITLES: Readonly<Record<Topic, string>> = {
  filing: 'File a change',
  reading: 'See what is planned',
  voting: 'Vote',
  leading: 'Let something pass',
  day: 'On the day',
  operating: 'Run the bot',
  writing: 'Write the policy',
};

interface Page {
  readonly topics: readonly Topic[];
  /** Where there is more to read, from the root of the repository. */
  readonly guide: string;
}

/** What each role reads under `/change help ROLE`. */
const PAGES: Readonly<{ [role: string]: Page }> = {
  requester: { topics: ['filing', 'reading'], guide: 'docs/guides/requester.md' },
  approver: { topics: ['voting', 'leading', 'reading'], guide: 'docs/guides/approver.md' },
  implementer: { topics: ['day', 'reading'], guide: 'docs/guides/implementer.md' },
  operator: { topics: ['operating'], guide: 'docs/guides/operator.md' },
  author: { topics: ['writing'], guide: 'docs/guides/policy-author.md' },
};
export const HELP_PAGES = Object.keys(PAGES);
export const HELP_GUIDES = Object.values(PAGES).map(({ guide }) => guide);

/** `/change help` alone: first what the person's roles are for, then what is for everybody. */
export function helpFor(actor: Actor | undefined, policy: Policy): string {
  return pageOf([...(actor ? topicsOf(actor, policy) : []), 'filing', 'reading']);
}

/** `/change help ROLE`; a word that is no role gets the roles that are. */
export function helpOn(role: string): string {
  const page = Object.hasOwn(PAGES, role.toLowerCase()) ? PAGES[role.toLowerCase()] : undefined;
  return page
    ? `${pageOf(page.topics)}\nWith pictures: \`${page.guide}\` of Gonogo.`
    : `There is no help for ${quoted(role, 40)}. ${more()}`;
}

function topicsOf(actor: Actor, { approvals, exceptions, goNogo, overrides, reviewers }: Policy): readonly Topic[] {
  const leads = [overrides.role, exceptions.role];
  const asked = [...Object.values(approvals).flat(), goNogo].map(({ role }) => role);
  const holdsAny = (roles: readonly string[]): boolean => roles.some((role) => holds(actor, role));
  return [
    ...(holdsAny([...asked, ...Object.values(reviewers), ...leads]) ? (['voting'] as const) : []),
    ...(holdsAny(['implementer']) ? (['day'] as const) : []),
    ...(holdsAny(leads) ? (['leading'] as const) : []),
  ];
}

function pageOf(topics: readonly Topic[]): string {
  return [...topics.map((topic) => [`*${TITLES[topic]}*`, ...linesOn(topic)].join('\n')), more()].join('\n\n');
}

/** What there is to type, then what there is to press; of the day the other way round, for the review comes after it. */
export function linesOn(topic: Topic): readonly string[] {
  const typed = Object.values(COMMANDS).flatMap((command) => (command.topic === topic ? [command.help] : []));
  return topic === 'day' ? [...PRESSES.day, ...typed] : [...typed, ...PRESSES[topic]];
}

function more(): string {
  return `Write \`/change help\` with ${HELP_PAGES.map((role) => `\`${role}\``).join(', ')} for all that is for one role.`;
}
