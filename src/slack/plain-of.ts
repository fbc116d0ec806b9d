/**
 * What somebody wrote, of a message's text as Slack hands it over: addresses written out, escapes undone; mentions stay as they
 * are, for only Slack knows their names (docs.slack.dev, formatting message text).
 */
export function plainOf(text: string): string {
  return text
    .replaceAll(/<((?:https?|mailto):[^<>|]*)(?:\|[^<>]*)?>/g, '$1')
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&amp;', '&');
}
