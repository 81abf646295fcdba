import { stageOf } from '../../core/progress/stage.ts';
import type { LabGitHub } from '../../lab/github/server.ts';
import { countLine, progressText, type Figures, type ProgressLine } from './progress-line.ts';

const LOOK_MS = 500;
const NONE: Figures = { calls: 0, refused: 0, spentUsd: null, budgetUsd: null };

/** Keeps a line of the terminal up to date while a run is under way. `hear` takes the lines of a job's log about the agent. */
export function watchProgress(line: ProgressLine) {
  let figures = NONE;
  let began: number | null = null;
  let timer: NodeJS.Timeout | undefined;
  const look = ({ runs }: LabGitHub): void => {
    const run = runs.find(({ status }) => status === 'in_progress');
    if (run === undefined) {
      if (began !== null) line.end();
      began = null;
      figures = NONE;
      return;
    }
    began ??= Date.now();
    line.show(progressText(Date.now() - began, stageOf(run.jobs), figures));
  };
  return {
    /** Begins to look. */
    watch(github: LabGitHub): void {
      timer ??= setInterval(() => look(github), LOOK_MS).unref();
    },
    hear(text: string): void {
      figures = countLine(figures, text);
    },
    stop(): void {
      clearInterval(timer);
      line.end();
    },
  };
}
