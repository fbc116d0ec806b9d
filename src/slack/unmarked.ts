/**
 * A sentence of ours where Slack shows plain text alone, as it does under an input (docs.slack.dev, modals): instants in UTC, a link with its address, nobody
 * mentioned, nothing escaped.
 */
export function unmarked(mrkdwn: string): string {
  return mrkdwn
    .replaceAll(/<!date\^[^<>|]*\|([^<>|]*)>/g, '$1')
    .replaceAll(/<(https?:[^<>|]*)\|([^<>|]*)>/g, '$2 ($1)')
    .replaceAll(/<[@!][^<>]*>/g, 'the person named on its message')
    .replaceAll('`', '')
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&amp;', '&');
}
