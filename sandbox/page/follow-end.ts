const NEAR_PX = 60;

/** Keeps a scrolling list at its end while new things arrive, unless the reader scrolled up; `toEnd` goes there at once. */
export function followEnd(scroller: HTMLElement, content: HTMLElement): { readonly toEnd: () => void } {
  let following = true;
  let height = 0;
  const toEnd = (): void => {
    following = true;
    scroller.scrollTop = scroller.scrollHeight;
  };
  scroller.addEventListener('scroll', () => {
    // Where the content has just changed, the browser scrolled to keep its place, not the reader.
    if (scroller.scrollHeight !== height) return;
    following = scroller.scrollHeight - scroller.scrollTop - scroller.clientHeight < NEAR_PX;
  });
  const grown = new ResizeObserver(() => {
    height = scroller.scrollHeight;
    if (following) toEnd();
  });
  grown.observe(content);
  grown.observe(scroller);
  return { toEnd };
}
