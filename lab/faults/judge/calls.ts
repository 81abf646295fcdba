import type { Plan } from '../../../core/profile/plan.ts';
import { planOf } from '../../fuzz/shapes.ts';
import { randomOf } from '../../fuzz/random.ts';

/** A call that leaves a file of its own name behind when it is executed. `refused`: the policy must say no. */
export type TracedCall = {
  id: string;
  tool: 'Write' | 'Bash';
  input: Record<string, unknown>;
  refused: boolean;
};

/** Where executed calls leave their traces, below the workspace: a folder that is theirs, and one that is protected. */
export const TRACES = ['ran', '.vscode'] as const;

/** The profile whose calls are made: one that may write and run. */
export function tracedPlan(): Plan {
  const plan = planOf('tester');
  const tools = ['Read', 'Write', 'Bash'];
  return { ...plan, tools, allowedTools: tools, taintedTools: tools, workspace: 'writable' };
}

/** The call of one index; it depends on the seed and the index alone. A third of them is to be refused. */
export function tracedCall(seed: number, index: number): TracedCall {
  const random = randomOf(seed, index);
  const id = `c${index}x`;
  const refused = random.chance(33);
  // Commands take several times as long as files.
  if (random.chance(80)) {
    const folder = refused ? random.pick(['.vscode', 'ran/../.vscode', './.VSCODE/../.vscode']) : 'ran';
    return { id, tool: 'Write', input: { file_path: `/workspace/${folder}/${id}`, content: id }, refused };
  }
  const command = refused ? `: > .vscode/${id}` : `: > ran/${id}`;
  if (refused && random.chance(50))
    return { id, tool: 'Bash', input: { command: `: > ran/${id}`, run_in_background: true }, refused };
  return { id, tool: 'Bash', input: { command }, refused };
}
