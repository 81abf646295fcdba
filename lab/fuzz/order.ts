import type { Plan } from '../../core/profile/plan.ts';
import type { InstalledClaude } from '../../edge/claude/install.ts';

/** What the process of one attacked run is told, in a file of its own. */
export type RunOrder = {
  plan: Plan;
  claude: InstalledClaude;
  modelUrl: string;
  apiKey: string;
  run: string;
  outside: string;
  home: string;
  checkout: string;
  temp: string;
  /** Holes in the layers, by the red team's names; `open-judge` lets every call pass. */
  holes: string[];
};

/** What that process tells, one line of JSON each. */
export type Told =
  | { kind: 'began'; pid: number }
  | { kind: 'judged'; callId: string; tool: string; allow: boolean; rule: string }
  | { kind: 'ended'; callId: string; isError: boolean }
  /** Differences that the run made to what it was not to change. */
  | { kind: 'changed'; where: string; what: string[] }
  | { kind: 'survived'; commands: string[] }
  | { kind: 'end'; said: string; problem: string | null };
