import { z } from 'zod';

const MINUTE_MS = 60_000;
/** A day: somebody in another time zone finds it in the morning. */
const DEFAULT_MINUTES = 1440;

/**
 * How long a plan may wait for somebody who agrees, in minutes: long enough to read it, and no longer than GitHub
 * keeps what it could not deliver.
 */
export const ApprovalMinutes = z.int().min(5).max(4320);

/** How long a plan waits, in milliseconds: as long as the operator says, or shorter where the agent's profile does. */
export function waitingTime(operator: number | undefined, agent: number | null): number {
  return Math.min(operator ?? DEFAULT_MINUTES, agent ?? Infinity) * MINUTE_MS;
}

/** `15 minutes`, `4 hours`, `1 hour 30 minutes`. */
export function waitingWords(milliseconds: number): string {
  const minutes = Math.round(milliseconds / MINUTE_MS);
  const [hours, rest] = [Math.floor(minutes / 60), minutes % 60];
  const told = [unit(hours, 'hour'), unit(rest, 'minute')].filter((one) => one !== '');
  return told.join(' ') || 'less than a minute';
}

function unit(count: number, name: string): string {
  return count === 0 ? '' : `${count} ${name}${count === 1 ? '' : 's'}`;
}
