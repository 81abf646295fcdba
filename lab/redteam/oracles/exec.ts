import type { Observed } from '../observed.ts';

/** Marker files: something ran, or wrote, that must not. */
export function exec({ scenario, markers }: Observed): string[] {
  return (scenario.oracles.exec ?? [])
    .filter((name) => markers.includes(name))
    .map((name) => `the marker ${name} was made`);
}
