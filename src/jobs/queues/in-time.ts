/** Waits until the promise has settled, either way, or the span is over; says whether it has settled. It never throws, and an error that comes later is dropped. */
export async function inTime(promise: Promise<unknown>, spanMs: number): Promise<boolean> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<false>((resolve) => {
    timer = setTimeout(() => resolve(false), spanMs);
  });
  const settled = promise.then(
    () => true,
    () => true,
  );
  try {
    return await Promise.race([settled, late]);
  } finally {
    clearTimeout(timer);
  }
}
