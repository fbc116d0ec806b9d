/** What a mail server takes at most (RFC 5321 §4.5.3.1). */
const MAILBOX_MAX = 254;

/** Whether a text is one plain mailbox: no name before it, no second one, nothing that ends a header or a command. */
export function isMailbox(text: string): boolean {
  return text.length <= MAILBOX_MAX && /^[\w.+'-]+@[\w-]+(?:\.[\w-]+)+$/.test(text);
}
