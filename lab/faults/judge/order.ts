import type { InstalledClaude } from '../../../edge/claude/install.ts';
import type { Fault } from './faults.ts';

/** Holes by which each oracle is seen to fire. */
export const judgeHoles = ['no-questions', 'lossy-record', 'open-judge'] as const;
export type JudgeHole = (typeof judgeHoles)[number];

/** What the process of one run is told, in a file of its own. */
export type JudgedOrder = {
  claude: InstalledClaude;
  modelUrl: string;
  apiKey: string;
  checkout: string;
  temp: string;
  /** Where the record goes, and the names of executed calls when the run comes to an end of its own. */
  evidence: string;
  seed: number;
  serial: number;
  fault: Fault | null;
  holes: readonly JudgeHole[];
};
