import { quoted } from './blocks.ts';

/** Longest name of a person. */
const NAME_MAX = 60;

/** The people that a text of ours mentions, each once. */
export function mentionedIn(mrkdwn: string): readonly string[] {
  return [...new Set([...mrkdwn.matchAll(/<@([UW][A-Z0-9]+)>/g)].map(([, id = '']) => id))];
}

/**
 * A text of ours that reaches nobody but its reader: people by name, groups and channels by id, links as their addresses; of what Slack
 * would make something of only instants stay (docs.slack.dev, formatting message text). `nameOf` may say whatever people call themselves.
 */
export function unpinged(mrkdwn: string, nameOf: (user: string) => string): string {
  return mrkdwn.replaceAll(/<([^<>]*)>/g, (whole, inner: string) => {
    if (inner.startsWith('!date^')) return whole;
    if (inner.startsWith('@')) return quoted(nameOf(inner.slice(1)), NAME_MAX);
    if (inner.startsWith('!subteam^')) return `group ${inner.slice('!subteam^'.length)}`;
    if (inner.startsWith('#')) return `channel ${inner.slice(1)}`;
    return inner.replace(/^!/, '').replace(/\|.*/s, '');
  });
}
