import type { Rule } from './rule.ts';
import { bashCommands } from './rules/bash-commands.ts';
import { insideWorkspace } from './rules/inside-workspace.ts';
import { knownInput } from './rules/known-input.ts';
import { listedTool } from './rules/listed-tool.ts';
import { plainBash } from './rules/plain-bash.ts';
import { protectedPaths } from './rules/protected-paths.ts';

/** Every rule, in the order in which they are asked. The first objection is the one that is told. */
export const rules: readonly Rule[] = [
  listedTool,
  knownInput,
  insideWorkspace,
  protectedPaths,
  plainBash,
  bashCommands,
];
