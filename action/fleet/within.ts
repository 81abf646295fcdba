/** Resolves when `work` does, or after so many seconds, whichever comes first. Leaves no timer behind. */
export async function within(seconds: number, work: Promise<unknown>): Promise<void> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const late = new Promise<void>((resolve) => {
    timer = setTimeout(resolve, seconds * 1000);
    // Whoever waits may be gone by then.
    timer.unref();
  });
  await Promise.race([work, late]).finally(() => clearTimeout(timer));
}
