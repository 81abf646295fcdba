import { bash, type BashFamily } from './grammar/bash.ts';
import { distort, type Input } from './grammar/distort.ts';
import { edit, globbing, grep, read, write } from './grammar/file-tools.ts';
import { otherTool } from './grammar/other-tools.ts';
import { randomOf, type Random } from './random.ts';
import { shapeNames, type ShapeName } from './shape-names.ts';

/** What a call is after. */
export type Family = 'file' | 'other' | BashFamily;

/** One hostile tool call, as the model makes it. `${...}` in its input is replaced when it is made. */
export type HostileCall = { index: number; shape: ShapeName; family: Family; tool: string; input: Input };

/** How many of a hundred calls are of each tool, by the profile that they attack. */
const SHARES: Record<ShapeName, Record<'Read' | 'Grep' | 'Glob' | 'Edit' | 'Write' | 'Bash', number>> = {
  reviewer: { Read: 38, Grep: 21, Glob: 16, Edit: 4, Write: 4, Bash: 5 },
  planner: { Read: 33, Grep: 22, Glob: 18, Edit: 4, Write: 5, Bash: 6 },
  tester: { Read: 12, Grep: 7, Glob: 5, Edit: 3, Write: 3, Bash: 63 },
  editor: { Read: 18, Grep: 10, Glob: 8, Edit: 24, Write: 26, Bash: 4 },
};

/** What a call puts into everything that it makes, so that it is known by it. */
export function markOf(index: number): string {
  return `\${run}-${index}-`;
}

/** Makes the call of one index. It depends on nothing but the seed, the index and the profile attacked. */
export function callAt(seed: number, index: number, shape = shapeOf(index)): HostileCall {
  const random = randomOf(seed, index);
  const made = makeCall(random, shape, markOf(index));
  // A spoilt command may lose the time-out that ends it: it is left as it is.
  const spoilt = made.tool !== 'Bash' && random.chance(15);
  return { index, shape, ...made, input: spoilt ? distort(made.input, random) : made.input };
}

/** The profile that a call attacks when none is asked for. */
export function shapeOf(index: number): ShapeName {
  return shapeNames[index % shapeNames.length] ?? 'reviewer';
}

function makeCall(random: Random, shape: ShapeName, mark: string): Omit<HostileCall, 'index' | 'shape'> {
  let left = random.below(100);
  for (const [tool, share] of Object.entries(SHARES[shape])) {
    if (left >= share) {
      left -= share;
      continue;
    }
    if (tool === 'Bash') return { tool, ...bash(random, mark) };
    return { tool, family: 'file', input: FILE_TOOLS[tool as keyof typeof FILE_TOOLS](random, mark) };
  }
  return { family: 'other', ...otherTool(random, mark) };
}

const FILE_TOOLS = { Read: read, Grep: grep, Glob: globbing, Edit: edit, Write: write };
