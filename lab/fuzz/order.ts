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
  /** Whether the files that no file tool may write are looked at: not where the judge is meant to be absent. */
  guarded: boolean;
};

/** What that process tells, one line of JSON each. */
export type Told =
  | { kind: 'began'; pid: number }
  /** `asked`: our judge said it; else the CLI refused the call before it asked. */
  | { kind: 'judged'; callId: string; tool: string; asked: boolean; allow: boolean; rule: string }
  | { kind: 'ended'; callId: string; isError: boolean }
  /** Differences that the run made to what it was not to change. */
  | { kind: 'changed'; where: string; what: string[] }
  | { kind: 'survived'; commands: string[] }
  | { kind: 'end'; said: string; problem: string | null };
