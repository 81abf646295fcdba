import { appendFileSync, existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { configPath } from '../../core/config/path.ts';
import { isRefusal, refusalLine } from '../../core/refusal.ts';
import { packageRoot } from '../../lab/package-root.ts';
import type { Model } from '../local/open-model.ts';
import { orWhy } from '../or-why.ts';
import { repositoryTop } from '../repository-top.ts';
import { resultIn } from '../report/read-run.ts';
import { chooseModel } from '../run/choose-model.ts';
import { endedWords } from '../run/ended-words.ts';
import { liveView } from '../run/live-view.ts';
import { keepResult, runOneJob } from '../run/one-job.ts';
import { opening } from '../run/opening-words.ts';
import { startedBy } from '../run/started-by.ts';
import { snapshot, type Snapshot } from '../run/snapshot.ts';
import { writeRunNote, type RunNote } from '../runs/run-note.ts';
import { makeRun, RUNS_DIR, runsFolder } from '../runs/runs-folder.ts';
import { textAt } from '../init/wanted-files.ts';
import { told } from '../told.ts';

const HELP = `dispatch run AGENT "TASK" [--scripted] [--public] [--operator FILE] [--runs DIR] [--keep] [--json]

Runs an agent of this repository here, as the step of a workflow would: the real action, the claude CLI, its cage, the
broker and the gate; only GitHub and its runner are stand-ins. It works on a copy of your working tree as it is now,
with what is not committed and without what git ignores, and with the configuration in there: on GitHub that of
the default branch counts. An agent that no workflow starts runs as after a comment. Nothing of yours
is changed; a change that the agent proposes is a file for git apply.

  --scripted       a script stands in for the model: no key is needed and nothing is spent
                   (else the API is asked with ANTHROPIC_API_KEY, up to the agent's budget_usd)
  --public         this repository is public; unless you say so it counts as private, where less is allowed
  --operator FILE  the operator's limits, as the step takes them
  --runs DIR       where the run is kept (default: ${RUNS_DIR}, or agent-dispatch/runs in your state folder)
  --keep           leave the folder of the job in the temporary folder, too
  --json           one object at the end: { id, folder, exit, scripted, result }; all else goes to standard error

Example:
  dispatch run reviewer "look at the last commit" --scripted

Ctrl-C cancels the run, which still writes its result. Exit codes are the step's: 0 it succeeded, 1 it did not; 2 the
command line was not understood. dispatch status lists the runs, dispatch logs shows one again.
`;

type Asked = {
  agent: string;
  task: string;
  scripted: boolean;
  public: boolean;
  operator: string | undefined;
  runs: string | undefined;
  keep: boolean;
  json: boolean;
  help: boolean;
};

/** `dispatch run`: an agent on this machine, in the layers that it has on GitHub. */
export async function run(args: string[]): Promise<number> {
  const asked = readArguments(args);
  if (typeof asked === 'string') return told(`${asked} 'dispatch run --help' explains it.`, 2);
  if (asked.help) return told(HELP.trimEnd(), 0);
  const top = await repositoryTop(process.cwd());
  if (top === null) return told('This folder is in no git repository: go to a checkout of yours.', 1);
  const operator = asked.operator === undefined ? '' : textAt(asked.operator);
  const missing = whatIsMissing(top, asked.operator, operator);
  if (missing !== null) return told(missing, 1);
  const model = await chooseModel(asked.scripted);
  if (isRefusal(model)) return told(refusalLine(model), 1);
  const root = await mkdtemp(join(tmpdir(), 'agent-dispatch-run-'));
  try {
    return await perform(asked, { top, root, model, operator: operator ?? '' });
  } finally {
    await model.close();
    if (!asked.keep) await rm(root, { recursive: true, force: true }).catch(() => {});
  }
}

function whatIsMissing(top: string, named: string | undefined, operator: string | null): string | null {
  if (!existsSync(join(top, configPath)))
    return `There is no ${configPath} in ${top}. 'dispatch init' writes a first one.`;
  if (operator === null) return `There is no ${named} here. Name the file of the operator's limits.`;
  if (existsSync(join(packageRoot, 'dist', 'index.js'))) return null;
  return `The action's bundle is missing in ${packageRoot}: run 'npm run build' there.`;
}

type Around = { top: string; root: string; model: Model; operator: string };

/** Runs the job and tells of it; the folder of the run is there from its beginning. */
async function perform(asked: Asked, { top, root, model, operator }: Around): Promise<number> {
  const copy = await snapshot(top, root);
  const { id, folder } = makeRun(runsFolder(asked.runs), asked.agent, new Date());
  const note = noteOf(asked, { id, top, copy });
  writeRunNote(folder, note);
  const view = liveView(asked.json ? process.stderr : process.stdout, process.env);
  const by = startedBy(textAt(join(top, configPath)) ?? '', asked.agent);
  for (const line of opening(copy, top, model, by)) view.say(line);
  const stop = new AbortController();
  const interrupt = () => {
    if (!stop.signal.aborted) view.say('Cancelling: the step has up to ten seconds to write its result.');
    stop.abort();
  };
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, interrupt);
  try {
    const job = {
      root,
      snapshot: copy,
      operator,
      model,
      isPublic: asked.public,
      signal: stop.signal,
      startedBy: by,
    };
    const { agent, task } = asked;
    const onLog = (line: string) => {
      appendFileSync(join(folder, 'job.log'), `${line}\n`, { mode: 0o600 });
      view.hear(line);
    };
    const { conclusion, log } = await runOneJob({ ...job, agent, task, onLog });
    keepResult(root, folder);
    const exit = conclusion === 'success' ? 0 : 1;
    writeRunNote(folder, { ...note, ended: new Date().toISOString(), exit });
    view.end();
    return await tell(asked, { id, folder, exit, log });
  } finally {
    view.end();
    for (const signal of ['SIGINT', 'SIGTERM'] as const) process.off(signal, interrupt);
  }
}

function noteOf(
  { agent, task, scripted }: Asked,
  from: { id: string; top: string; copy: Snapshot },
): RunNote {
  const { commit, uncommitted } = from.copy;
  const began = new Date().toISOString();
  const begun = { began, ended: null, exit: null, pid: process.pid };
  return {
    version: 1,
    id: from.id,
    agent,
    task,
    repository: from.top,
    commit,
    uncommitted,
    scripted,
    ...begun,
  };
}

type Ended = { id: string; folder: string; exit: 0 | 1; log: string };

async function tell(asked: Asked, { id, folder, exit, log }: Ended): Promise<number> {
  const result = await resultIn(folder);
  if (asked.json) {
    const found = typeof result === 'string' ? null : result;
    const line = { id, folder, exit, scripted: asked.scripted, result: found };
    process.stdout.write(`${JSON.stringify(line, null, 2)}\n`);
    return exit;
  }
  if (typeof result === 'string')
    return told(
      `\nThe job left no result: ${result}\n${log.split('\n').slice(-10).join('\n')}\n\nRun folder: ${folder}`,
      1,
    );
  const patch = join(folder, 'changes.patch');
  const apply = existsSync(patch) ? `\nThe change that it proposes: git apply ${patch}` : '';
  process.stdout.write(`\n${endedWords(result, asked.scripted)}${apply}\nRun folder: ${folder}\n`);
  return exit;
}

function readArguments(args: string[]): Asked | string {
  return orWhy(() => {
    const flag = { type: 'boolean', default: false } as const;
    const { values, positionals } = parseArgs({
      args,
      allowPositionals: true,
      options: {
        scripted: flag,
        public: flag,
        operator: { type: 'string' },
        runs: { type: 'string' },
        keep: flag,
        json: flag,
        help: { ...flag, short: 'h' },
      },
    });
    const [agent = '', task = '', ...more] = positionals;
    const asked = { ...values, operator: values.operator, runs: values.runs, agent, task };
    if (values.help) return asked;
    if (agent === '' || task.trim() === '') return 'Name an agent and its task.';
    return more.length === 0
      ? asked
      : `One task is given, and there were ${more.length + 1}: put it in quotes.`;
  });
}
