import { parseArgs } from 'node:util';
import { plainLine } from '../../core/audit/shown.ts';
import { dollars } from '../../core/output/amounts.ts';
import { listedJobs, type JobRow } from '../../edge/store/job-report.ts';
import { orWhy } from '../or-why.ts';
import { rowOf, type RunRow } from '../runs/run-row.ts';
import { keptRuns, RUNS_DIR, runsFolder } from '../runs/runs-folder.ts';
import { readStoreAt, storeNamed, type StorePlace } from '../store-place.ts';
import { table } from '../table.ts';
import { told } from '../told.ts';

const HELP = `dispatch status [--runs DIR] [--state-dir DIR] [--most N] [--json]

Lists the runs of dispatch run that are kept on this machine, the newest first; and, where an app's store is named
(--state-dir, DISPATCH_STATE_DIR or DISPATCH_DATABASE_URL), its jobs: those under way, then those that ended last.

  --runs DIR       where the runs are kept (default: ${RUNS_DIR}, or agent-dispatch/runs in your state folder)
  --state-dir DIR  the app's folder, whatever DISPATCH_DATABASE_URL says
  --most N         at most so many runs, and so many jobs that ended (default: 20)
  --json           one object: { runs, jobs }; jobs is null where no store is named

Example:
  dispatch status --most 5

Exit codes: 0 listed; 1 the store cannot be read; 2 the command line was not understood.
`;

type Asked = { runs: string; place: StorePlace | null; most: number; json: boolean };

/** `dispatch status`: what runs, and what ran last. */
export async function run(args: string[]): Promise<number> {
  const asked = readArguments(args);
  if (asked === null) return told(HELP.trimEnd(), 0);
  if (typeof asked === 'string') return told(`${asked} 'dispatch status --help' explains it.`, 2);
  const { place, most } = asked;
  const runs = await Promise.all(keptRuns(asked.runs).slice(0, most).map(rowOf));
  const jobs = place === null ? null : await readStoreAt(place, (sql) => listedJobs(sql, most));
  if (asked.json) return told(JSON.stringify({ runs, jobs }, null, 2), 0);
  const local =
    runs.length === 0 ? "No run is kept here yet: dispatch run AGENT 'TASK' makes one.\n" : runTable(runs);
  const ofApp = jobs === null ? [] : [jobs.length === 0 ? 'The app has no job yet.\n' : jobTable(jobs)];
  process.stdout.write([local, ...ofApp].join('\n'));
  return 0;
}

function runTable(runs: readonly RunRow[]): string {
  const rows = runs.map(({ id, state, costUsd, scripted, calls, task }) => [
    id,
    state.replace('_', ' '),
    scripted ? 'scripted' : costUsd === null ? 'unknown' : dollars(costUsd),
    calls === null ? '-' : `${calls.allowed} allowed, ${calls.refused} refused`,
    plainLine(task, 40),
  ]);
  return table(['RUN', 'STATE', 'COST', 'CALLS', 'TASK'], rows);
}

function jobTable(jobs: readonly JobRow[]): string {
  const rows = jobs.map(({ jobId, repository, issueNumber, agent, actor, state, cause, updatedAt }) => [
    jobId.slice(0, 8),
    `${repository}#${issueNumber}`,
    agent,
    actor,
    cause === null ? state : `${state} (${plainLine(cause, 60)})`,
    new Date(updatedAt).toISOString().replace(/\.\d+Z$/, 'Z'),
  ]);
  return table(['JOB', 'THREAD', 'AGENT', 'USER', 'STATE', 'SINCE'], rows);
}

/** Null: the help is asked for. */
function readArguments(args: string[]): Asked | string | null {
  return orWhy(() => {
    const { values } = parseArgs({
      args,
      options: {
        runs: { type: 'string' },
        'state-dir': { type: 'string' },
        most: { type: 'string', default: '20' },
        json: { type: 'boolean', default: false },
        help: { type: 'boolean', short: 'h', default: false },
      },
    });
    if (values.help) return null;
    if (!/^[1-9]\d{0,3}$/.test(values.most)) return '--most takes a number from 1 to 9999.';
    const place = storeNamed(values['state-dir']);
    if (typeof place === 'string') return place;
    return { runs: runsFolder(values.runs), place, most: Number(values.most), json: values.json };
  });
}
