/** Pixels: as wide as a phone can show with its words still to be read. */
export const PAGE = { width: 760, left: 24, right: 736, size: 17, line: 24 } as const;
export const INK = '#1d1c1d';
export const PALE = '#5f646d';
