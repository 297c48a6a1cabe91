// Work that waits until typing pauses, and that knows when newer input has made it stale.

const PAUSE = 250;

/** A function that starts `work` after a pause; `work` is told by `isCurrent()` whether its answer still counts. */
export function whenIdle(work) {
  let timer = null;
  let latest = 0;
  return () => {
    const mine = (latest += 1);
    clearTimeout(timer);
    timer = setTimeout(() => work(() => mine === latest), PAUSE);
  };
}
