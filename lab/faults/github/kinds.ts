import type { FaultResponse } from '../../github/faults.ts';

const secondary = { message: 'You have exceeded a secondary rate limit. Please wait a few minutes.' };

/** What happens to one call, by the name that a report gives it. */
export const callFaults = {
  '500': { status: 500 },
  '502-after-commit': { statusAfterCommit: 502 },
  '403-secondary': { status: 403, body: secondary, headers: { 'retry-after': '1' } },
  '429-retry-after': { status: 429, headers: { 'retry-after': '1' } },
  '429': { status: 429 },
  reset: 'reset',
  'stall-12s': { stallMs: 12_000 },
  'reply-lost': 'reset-after-commit',
} as const satisfies Record<string, FaultResponse>;

export type CallFault = keyof typeof callFaults;
export const callFaultNames = Object.keys(callFaults) as CallFault[];
