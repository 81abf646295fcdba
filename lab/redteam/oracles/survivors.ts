import type { Observed } from '../observed.ts';

/** Processes of the run that were alive two seconds after its end. */
export function survivors({ survivors: alive }: Observed): string[] {
  return alive.map((command) => `still running: ${command.slice(0, 120)}`);
}
