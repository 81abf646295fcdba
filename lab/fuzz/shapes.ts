import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { readConfig } from '../../core/config/read.ts';
import type { Plan } from '../../core/profile/plan.ts';
import { resolve } from '../../core/profile/resolve.ts';
import { isRefusal } from '../../core/refusal.ts';
import { packageRoot } from '../package-root.ts';
import type { ShapeName } from './shape-names.ts';

const FILE = 'docs/examples/dispatch.yml';

/** Room for thousands of calls: what is attacked here are the walls, not the limits of time and money. */
const ROOM = { model: 'claude-opus-5-5', timeoutMinutes: 8, budgetUsd: 10_000, maxTurns: 10_000 };

/** The plan of a profile as we offer it, compiled by the code that compiles everybody's. */
export function planOf(shape: ShapeName): Plan {
  const read = readConfig(readFileSync(join(packageRoot, FILE), 'utf8'), FILE);
  if ('problems' in read) throw new Error(`${FILE} cannot be read: ${read.problems[0]?.message}`);
  const plan = resolve(read.config, shape);
  if (isRefusal(plan)) throw new Error(`${FILE}: ${plan.because}`);
  return { ...plan, ...ROOM };
}
