import { readFileSync } from 'node:fs';

/**
 * The most memory in bytes that this process has had at once. Not `maxRSS`: Linux counts into that what the process
 * that started this one had.
 */
export function ownPeak(): number {
  const kilobytes = /^VmHWM:\s+(\d+) kB$/m.exec(readFileSync('/proc/self/status', 'latin1'))?.[1];
  if (kilobytes === undefined) throw new Error('/proc/self/status does not tell the peak of memory');
  return Number(kilobytes) * 1024;
}
