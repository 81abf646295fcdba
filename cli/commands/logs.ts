import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { plainJson, plainLine } from '../../core/audit/shown.ts';
import { logText } from '../../core/redact/log-text.ts';
import { readLines } from '../../edge/files/read-lines.ts';
import { jobsNamed, transitionsOf, type JobRow, type Transition } from '../../edge/store/job-report.ts';
import { followFile } from '../audit/follow-file.ts';
import { objectedLine } from '../audit/words.ts';
import { orWhy } from '../or-why.ts';
import { keptRuns, runNamed, RUNS_DIR, runsFolder } from '../runs/runs-folder.ts';
import { readStoreAt, storeNamed, type StorePlace } from '../store-place.ts';
import { told } from '../told.ts';

const HELP = `dispatch logs [RUN] [--all] [--runs DIR] [--json]
dispatch logs --job ID [--state-dir DIR] [--json]

Shows what a run of dispatch run said, also while it is under way; or, of a job of an app, each state that it was in
and why, from the app's store, which is only read.

  RUN              its id, the beginning or the end of it, or last (default: last)
  --all            the whole log of the job, with the steps around the agent
  --runs DIR       where the runs are kept (default: ${RUNS_DIR}, or agent-dispatch/runs in your state folder)
  --job ID         a job of the app, or the beginning of its id
  --state-dir DIR  the app's folder, whatever DISPATCH_DATABASE_URL says
  --json           of a run, each entry of its record as one line (as dispatch audit show --json); of a job, one object

Example:
  dispatch logs last --all

Exit codes: 0 shown; 1 there is no such run or job, or it cannot be read; 2 the command line was not understood.
`;

type Asked = {
  name: string;
  all: boolean;
  runs: string;
  job: string | null;
  place: StorePlace | null;
  json: boolean;
};

/** `dispatch logs`: what a run said, or what became of a job. */
export async function run(args: string[]): Promise<number> {
  const asked = readArguments(args);
  if (asked === null) return told(HELP.trimEnd(), 0);
  if (typeof asked === 'string') return told(`${asked} 'dispatch logs --help' explains it.`, 2);
  if (asked.job !== null && asked.place !== null) return showJob(asked.job, asked.place, asked.json);
  const found = runNamed(keptRuns(asked.runs), asked.name);
  if (typeof found === 'string') return told(`${found}. 'dispatch status' lists the runs.`, 1);
  return asked.json ? showRecord(found.folder) : showLog(found.folder, asked.all);
}

/** Bytes of the longest line; what is longer no step of ours wrote. */
const LONGEST = 1024 * 1024;
const AGENT = '[dispatch] ';

async function showLog(folder: string, all: boolean): Promise<number> {
  const file = join(folder, 'job.log');
  if (!existsSync(file)) return told(`The run has no log yet: ${file} is missing.`, 1);
  for await (const line of readLines(file, LONGEST)) {
    if (all) process.stdout.write(`${logText(line)}\n`);
    else if (line.startsWith(AGENT)) process.stdout.write(`${logText(line.slice(AGENT.length))}\n`);
  }
  return 0;
}

async function showRecord(folder: string): Promise<number> {
  const file = join(folder, 'audit.jsonl');
  if (!existsSync(file)) return told(`The run has no record: no agent was started in it.`, 1);
  const { objected } = await followFile(file, undefined, (entry) => {
    process.stdout.write(`${plainJson(entry)}\n`);
  });
  return objected === null ? 0 : told(objectedLine(file, objected), 1);
}

async function showJob(start: string, place: StorePlace, json: boolean): Promise<number> {
  const found = await readStoreAt(place, async (sql) => {
    const jobs = await jobsNamed(sql, start);
    const [job] = jobs;
    return { jobs, history: job === undefined ? [] : await transitionsOf(sql, job.jobId) };
  });
  const [job, ...more] = found.jobs;
  if (job === undefined) return told(`The app knows no job ${start}. 'dispatch status' lists its jobs.`, 1);
  if (more.length > 0) return told(`Several jobs begin with ${start}: give more of the id.`, 1);
  if (json) return told(JSON.stringify({ ...job, history: found.history }, null, 2), 0);
  return told([headOf(job), ...found.history.map(lineOf)].join('\n'), 0);
}

function headOf({ jobId, repository, issueNumber, agent, actor, runUrl }: JobRow): string {
  const where = runUrl === null ? '' : `, ${runUrl}`;
  return `${jobId}: ${agent} for ${actor} in ${repository}#${issueNumber}${where}`;
}

function lineOf({ to, at, cause }: Transition): string {
  return `${new Date(at).toISOString()}  ${to}${cause === null ? '' : `  (${plainLine(cause)})`}`;
}

/** Null: the help is asked for. */
function readArguments(args: string[]): Asked | string | null {
  return orWhy(() => {
    const { values, positionals } = parseArgs({
      args,
      allowPositionals: true,
      options: {
        all: { type: 'boolean', default: false },
        runs: { type: 'string' },
        job: { type: 'string' },
        'state-dir': { type: 'string' },
        json: { type: 'boolean', default: false },
        help: { type: 'boolean', short: 'h', default: false },
      },
    });
    if (values.help) return null;
    const [name = 'last', ...more] = positionals;
    const { all, json, job = null } = values;
    if (more.length > 0) return 'One run is named at a time.';
    if (job !== null && !/^[0-9a-f]{4,32}$/.test(job))
      return '--job takes four or more digits of the id of a job.';
    const place = job === null ? null : storeNamed(values['state-dir']);
    if (typeof place === 'string') return place;
    if (job !== null && place === null)
      return '--job needs the store of the app: name its folder with --state-dir, or set DISPATCH_DATABASE_URL.';
    return { name, all, json, job, place, runs: runsFolder(values.runs) };
  });
}
