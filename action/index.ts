import { join } from 'node:path';
import { hashEarly } from '../edge/claude/early-hash.ts';

const { INPUT_MODE, RUNNER_TOOL_CACHE, RUNNER_TEMP, ACTION_ROOT = '.' } = process.env;
const toolCache = RUNNER_TOOL_CACHE ?? RUNNER_TEMP;
if (INPUT_MODE !== 'publish' && toolCache !== undefined)
  hashEarly(toolCache, join(ACTION_ROOT, 'edge', 'claude', 'cli'));

// Loaded meanwhile.
const { step } = await import('./step.ts');
process.exit(await step());
