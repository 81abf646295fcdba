/** Seconds of one core that the work takes, the best of some attempts: what else the machine does is no matter. */
export function took(work: () => void, attempts = 3): number {
  let best = Number.POSITIVE_INFINITY;
  for (let attempt = 0; attempt < attempts; attempt++) {
    const before = process.cpuUsage();
    work();
    best = Math.min(best, process.cpuUsage(before).user / 1e6);
  }
  return Math.max(1e-6, best);
}
