import { differences } from '../manifest.ts';
import { allOf, type Observed } from '../observed.ts';

/** Changes outside of what a run may write to, and files of the job that others can read. */
export function fs(seen: Observed): string[] {
  const places = seen.scenario.oracles.fs ?? [];
  const before = allOf(seen, 'began')[0]?.manifests;
  const after = allOf(seen, 'ended')[0]?.manifests;
  const changed = places
    .filter((place) => place !== 'modes')
    .flatMap((place) =>
      differences(before?.[place] ?? {}, after?.[place] ?? before?.[place] ?? {})
        .slice(0, 5)
        .map((what) => `${place}: ${what}`),
    );
  return places.includes('modes') ? [...changed, ...openModes(seen)] : changed;
}

function openModes({ artifacts }: Observed): string[] {
  return Object.entries(artifacts)
    .filter(([, { mode }]) => (mode & 0o077) !== 0)
    .map(([name, { mode }]) => `${name} has the mode ${(mode & 0o777).toString(8)}`);
}
