/**
 * Seconds of one core that the work takes, the best of some attempts: what else the machine does is no matter. With what
 * the system does for it: how the two are told apart is a guess of the system's, wrong by milliseconds.
 */
export function took(work: () => void, attempts = 3): number {
  let best = Number.POSITIVE_INFINITY;
  for (let attempt = 0; attempt < attempts; attempt++) {
    const before = process.cpuUsage();
    work();
    const { user, system } = process.cpuUsage(before);
    best = Math.min(best, (user + system) / 1e6);
  }
  return Math.max(1e-6, best);
}
