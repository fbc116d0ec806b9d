import { join } from 'node:path';
import { format, resolveConfig } from 'prettier';
import { expect, test } from 'vitest';
import { NOTICE_NAMES, type NoticeName } from '../../src/change/notice.ts';
import { telling } from '../../src/notifications/outside/telling.ts';
import { CLAIMS } from '../../src/wording/claims.ts';
import { ROOT } from '../ops/source-tree.ts';
import { aPolicy } from '../support/a-policy.ts';
import { noticed } from './noticed.ts';

const LANGUAGES = { en: 'English', fr: 'Français' } as const;
/** The notice as the first story tells it that orders it. */
function example(name: NoticeName, language: keyof typeof LANGUAGES): string {
  const { seq, ...story } = noticed(name);
  const frame = { seq, medium: 'slack', ambiguous: false } as const;
  const { heading, sentences } = telling(name, frame, story, aPolicy({ language }));
  return [`**${LANGUAGES[language]}**: ${heading}`, ...sentences].map((line) => `> ${line}`).join('\n>\n');
}

function page(): string {
  const languages = Object.keys(LANGUAGES) as (keyof typeof LANGUAGES)[];
  return `# The notices

What the people affected are told, in the policy's \`language\`, on Slack, by mail and in Teams. Threads, forms and private answers stay English.

## Words of your own

\`notices: ./notices.yaml\` in the policy names a file in which you word some of them yourself; \`notices\` in a service names one for that service. What a file leaves out is said as shipped ([English](../patterns/notices/en.yaml), [French](../patterns/notices/fr.yaml)). Where a change has several services, a service's own words are said only if the others have the same.

\`\`\`yaml
end:
  heading: '{{ services }} is back'
  text: |
    The work is done.
    {{ checksPassed }}
    {% if impact %}You may still notice: {{ impact }}{% endif %}
\`\`\`

It is [Liquid](https://liquidjs.com) with conditions (\`if\`, \`unless\`, \`case\`) and \`comment\`, without filters, loops or other files; 2000 characters a text. Each line is a paragraph; a line on which nothing stands is left out. A file with a fault is refused with its line, and the last good one stays in force; \`npm run gonogo -- check-config\` reads it. **Preview notices**, in the Details of a change, shows you alone every notice as it would read now.

## What a template may place

The bot makes these claims, from facts; one that does not hold is placed as nothing, and a condition on it does not hold. Slack shows instants in the reader's zone, mail and Teams in the policy's, with its name. \`CHG-…\` and the title stand under every notice.

| claim | what it is |
| --- | --- |
${Object.entries(CLAIMS)
  .map(([name, what]) => `| \`${name}\` | ${what} |`)
  .join('\n')}

Your own words are yours: a template that has the sentence "Checks passed" typed in it says so whether or not any check did. \`{{ checksPassed }}\` is the sentence that is there only when it is true. Nothing in a template can mention anybody, link anywhere or run.

## As they are read

Of work that takes longer than its window:

![In a channel: planned, reminder, start, delay, progress and end](images/notices.png)

Of windows that move, or of which nothing comes:

![In a channel: correction, cancellation and postponement](images/notices-moved.png)

Of changes that do not go well:

![In a channel: an end without the change; an incident, an update of it and its end](images/notices-trouble.png)

## Each notice

${NOTICE_NAMES.map((name) => `### ${name}\n\n${languages.map((l) => example(name, l)).join('\n\n')}`).join('\n\n')}
`;
}

test('docs/notices.md shows the notices as they are (vitest -u writes it)', async () => {
  const file = join(ROOT, 'docs/notices.md');
  const text = await format(page(), { ...(await resolveConfig(file)), filepath: file });
  await expect(text).toMatchFileSnapshot(file);
});
