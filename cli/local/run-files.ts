import { existsSync, globSync } from 'node:fs';
import { join } from 'node:path';

/** Where a person looks first, relative to the folder of a local world: what it is, and where it may lie. */
const PLACES = [
  ['result', 'runner/*/*/work/_temp/agent-dispatch-result-*/result.json'],
  ['audit', 'runner/*/*/work/_temp/agent-dispatch-result-*/audit.jsonl'],
  ['summary', 'runner/*/*/work/_temp/agent-dispatch-result-*/summary.md'],
  ['job log', 'job.log'],
  ['app log', 'app.log'],
  ['store', 'app/dispatch.db'],
] as const;

/** The files that what happened under `root` left behind: pairs of what it is and its absolute path. */
export function runFiles(root: string): [what: string, path: string][] {
  return PLACES.flatMap(([what, pattern]) =>
    globSync(pattern, { cwd: root })
      .map((path): [string, string] => [what, join(root, path)])
      .filter(([, path]) => existsSync(path)),
  );
}
