import { resultIn } from '../report/read-run.ts';
import type { KeptRun } from './runs-folder.ts';

/** A local run as it is listed. Money in US dollars. */
export type RunRow = {
  id: string;
  folder: string;
  agent: string;
  task: string;
  repository: string;
  began: string;
  /** How it ended; `running`, or `interrupted` where its process is gone and it did not end. */
  state: string;
  /** Null where it is not known; what a script made was not spent. */
  costUsd: number | null;
  scripted: boolean;
  calls: { allowed: number; refused: number } | null;
};

/** The row of a run that is kept. Its result may be of any origin: what cannot be read is told as such. */
export async function rowOf(run: KeptRun): Promise<RunRow> {
  const { id, folder, agent, task, repository, began, scripted } = run;
  const result = await resultIn(folder);
  const known = typeof result === 'string' ? null : result;
  const ended = known?.outcome ?? 'without a result';
  return {
    id,
    folder,
    agent,
    task,
    repository,
    began,
    state: run.ended !== null ? ended : isAlive(run.pid) ? 'running' : 'interrupted',
    costUsd: known?.cost_usd ?? null,
    scripted,
    calls: known?.calls ?? null,
  };
}

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}
