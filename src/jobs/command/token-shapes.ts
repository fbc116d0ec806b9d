/**
 * Secrets known by their shape. Each takes time in proportion to the text (no two repetitions share a character at their
 * border) and begins with a fixed text that `TOKEN_HINTS` finds quickly. What group 1 holds stays readable.
 */
export const TOKEN_SHAPES: readonly RegExp[] = [
  /xox[a-z]-[A-Za-z0-9-]{8,}|xapp-[A-Za-z0-9-]{8,}/g,
  /gh[opsur]_[A-Za-z0-9]{16,}|github_pat_[A-Za-z0-9_]{16,}|glpat-[A-Za-z0-9_-]{16,}/g,
  /A[KS]IA[A-Z0-9]{16}/g,
  /([Bb]earer[ \t]{1,8}|BEARER[ \t]{1,8})[\w.~+/-]{8,}=*/g,
  /([Bb]asic[ \t]{1,8})[A-Za-z0-9+/]{16,}=*/g,
  /(:\/\/)[^\s/?#"'<>:]{0,512}:[^\s/?#"'<>]{1,4096}@/g,
];

/** A match that runs into the end of a piece of a long line goes on with these characters in the next piece. */
export const TOKEN_REST = /^[\w.~+/=-]+/;

export const PEM_BEGIN = /-----BEGIN [A-Z0-9 ]{0,40}PRIVATE KEY(?: BLOCK)?-----/;
export const PEM_END = /-----END [A-Z0-9 ]{0,40}PRIVATE KEY(?: BLOCK)?-----/;

/** Where none of these stands, no shape can match. */
export const TOKEN_HINTS: readonly string[] = [
  'xox',
  'xapp-',
  'gh[opsur]_',
  'github_pat_',
  'glpat-',
  'A[KS]IA',
  '[Bb]earer[ \\t]',
  'BEARER[ \\t]',
  '[Bb]asic[ \\t]',
  '://[^\\s/?#"\'<>@]*:',
  '-----BEGIN ',
];

/** The room a match may need beyond the border of a piece so that it is seen whole. */
export const TOKEN_SPAN_MAX = 5120;
