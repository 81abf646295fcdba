/** GitHub's repository roles, weakest first. */
const LADDER = ['read', 'triage', 'write', 'maintain', 'admin'] as const;

/** What a user may do in a repository. A user without any role has none of these (`null` in facts). */
export type Role = (typeof LADDER)[number];

/** Every role, weakest first; for schemas and messages. */
export const ROLES: readonly Role[] = LADDER;

/** True when `role` carries at least the power of `needed`; no role never does. */
export function atLeast(role: Role | null, needed: Role): boolean {
  return role !== null && LADDER.indexOf(role) >= LADDER.indexOf(needed);
}

/**
 * The role in GitHub's answer to "which permission has this user". `role_name` tells maintain from
 * write and triage from read; an organisation's custom role carries a name of its own, and then only
 * the coarse `permission` (admin, write, read, none) says what it is worth.
 */
export function roleOf(answer: { role_name?: unknown; permission?: unknown }): Role | null {
  return known(answer.role_name) ?? known(answer.permission) ?? null;
}

function known(name: unknown): Role | undefined {
  return LADDER.find((role) => role === name);
}
