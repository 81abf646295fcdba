import type { Plan } from '../profile/plan.ts';
import { mayWrite } from './may-write.ts';
import { closesPath, fitsPath } from './path-pattern.ts';
import { isProtected } from './protected.ts';
import { listsOf } from './tool-rule.ts';

/**
 * Whether an agent under this plan has a tool that may read a path below the workspace, or make a file there. What is
 * closed to `Read`, by its profile or for everybody, is not kept for it either, whatever its commands can see.
 */
export function mayRead(plan: Plan, path: string): boolean {
  if (isProtected(path, 'read')) return false;
  const { allow, deny } = listsOf(plan, 'Read');
  if (deny.some((pattern) => closesPath(pattern, path))) return false;
  if (plan.tools.includes('Bash') && listsOf(plan, 'Bash').allow.length > 0) return true;
  if (plan.tools.includes('Read') && allow.some((pattern) => pattern === '*' || fitsPath(pattern, path)))
    return true;
  return mayWrite(plan, path);
}
