/** Formatted text as a tree, whatever syntax it was written in; every string in it is plain text, already unescaped. */
export type Inline =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'bold' | 'italic' | 'strike'; readonly children: readonly Inline[] }
  | { readonly kind: 'code'; readonly text: string }
  | { readonly kind: 'link'; readonly url: string; readonly children: readonly Inline[] }
  | { readonly kind: 'user' | 'channel' | 'group'; readonly id: string; readonly label?: string }
  | { readonly kind: 'broadcast'; readonly range: string }
  | DateInline
  | { readonly kind: 'emoji'; readonly name: string };

/** An instant shown in the reader's zone; `epoch` is in seconds, as Slack writes it. */
export interface DateInline {
  readonly kind: 'date';
  readonly epoch: number;
  readonly format: string;
  readonly fallback: string;
  readonly url?: string;
}

export type TextBlock =
  | { readonly kind: 'paragraph' | 'quote'; readonly children: readonly Inline[] }
  | { readonly kind: 'heading'; readonly level: number; readonly children: readonly Inline[] }
  | { readonly kind: 'list'; readonly ordered: boolean; readonly items: readonly (readonly Inline[])[] }
  | { readonly kind: 'pre'; readonly text: string }
  | { readonly kind: 'rule' };

const SCHEMES: readonly string[] = ['http:', 'https:', 'mailto:'];

/** Whether an address may become something to click: http, https and mailto only. */
export function isSafeUrl(url: string): boolean {
  const parsed = URL.parse(url);
  return parsed !== null && SCHEMES.includes(parsed.protocol);
}
