import { createPublicKey, randomBytes } from 'node:crypto';
import { compactVerify } from 'jose';
import { failure, Refused } from './answer.ts';
import type { App, Grants, Repository, World } from './state.ts';

/** Who sends a request. A job's token acts for the App behind GITHUB_TOKEN. */
export type Caller =
  | { kind: 'app' }
  | { kind: 'installation' | 'job'; app: App; repositories: ReadonlySet<Repository>; permissions: Grants };

/** The kinds of credentials as the request log names them. */
export type TokenKind = Caller['kind'] | 'none' | 'bad';

type Issued = { caller: Exclude<Caller, { kind: 'app' }>; expiresAt: number };

/** The tokens that are valid now. */
export type Tokens = Map<string, Issued>;

const TEN_MINUTES = 600;
const ONE_HOUR_MS = 3_600_000;
const ONE_DAY_MS = 24 * ONE_HOUR_MS;

function mint(tokens: Tokens, issued: Issued): string {
  const token = `ghs_${randomBytes(27).toString('base64url').replace(/[-_]/g, '0')}`;
  tokens.set(token, issued);
  return token;
}

/** Makes an installation token of one hour. The set of repositories is held, not copied: it follows the installation. */
export function mintInstallationToken(
  world: World,
  tokens: Tokens,
  scope: { repositories: ReadonlySet<Repository>; permissions: Grants },
): { token: string; expiresAt: number } {
  const expiresAt = world.now() + ONE_HOUR_MS;
  const permissions = { metadata: 'read', ...scope.permissions };
  const caller = {
    kind: 'installation' as const,
    app: world.app,
    repositories: scope.repositories,
    permissions,
  };
  return { token: mint(tokens, { caller, expiresAt }), expiresAt };
}

/** Makes the GITHUB_TOKEN of one job. Names may be spelt as in a workflow file (`pull-requests`). */
export function mintJobToken(
  world: World,
  tokens: Tokens,
  repository: Repository,
  permissions: Grants,
): string {
  const named = Object.entries(permissions)
    .filter(([, level]) => level !== 'none')
    .map(([name, level]) => [name.replaceAll('-', '_'), level] as const);
  const caller = {
    kind: 'job' as const,
    app: world.actionsApp,
    repositories: new Set([repository]),
    permissions: { metadata: 'read', ...Object.fromEntries(named) },
  };
  return mint(tokens, { caller, expiresAt: world.now() + ONE_DAY_MS });
}

/** Finds out who sent the `Authorization` header. Refuses with 401 for all that is not a valid credential. */
export async function authenticate(
  world: World,
  tokens: Tokens,
  header: string | undefined,
): Promise<Caller> {
  if (header === undefined) throw new Refused(failure(401, 'Requires authentication'));
  const [, token = ''] = /^(?:bearer|token) (\S+)$/i.exec(header) ?? [];
  const issued = tokens.get(token);
  if (issued && issued.expiresAt > world.now()) return issued.caller;
  if (token.split('.').length !== 3) throw new Refused(failure(401, 'Bad credentials'));
  await checkAppJwt(world, token);
  return { kind: 'app' };
}

async function checkAppJwt(world: World, token: string): Promise<void> {
  const claims = await verified(world, token);
  const now = Math.floor(world.now() / 1000);
  const refuse = (message: string) => new Refused(failure(401, message));
  const { iat, exp, iss } = claims;
  if (typeof exp !== 'number' || exp <= now) {
    throw refuse(
      "'Expiration time' claim ('exp') must be a numeric value representing the future time at which the assertion expires",
    );
  }
  if (exp > now + TEN_MINUTES) throw refuse("'Expiration time' claim ('exp') is too far in the future");
  if (!Number.isInteger(iat) || (iat as number) > now) {
    throw refuse(
      "'Issued at' claim ('iat') must be an Integer representing the time that the assertion was issued",
    );
  }
  if (String(iss) === String(world.app.id) || iss === world.app.clientId) return;
  throw refuse("'Issuer' claim ('iss') must be an Integer");
}

async function verified(world: World, token: string): Promise<Record<string, unknown>> {
  try {
    const key = createPublicKey(world.publicKey);
    const { payload } = await compactVerify(token, key, { algorithms: ['RS256'] });
    return JSON.parse(Buffer.from(payload).toString('utf8')) as Record<string, unknown>;
  } catch {
    throw new Refused(failure(401, 'A JSON web token could not be decoded'));
  }
}

/** Whether a caller holds at least one of the permissions, each written `issues:write`. */
export function holdsOneOf(permissions: Grants, needed: readonly string[]): boolean {
  const rank = ['none', 'read', 'write', 'admin'];
  return needed.some((need) => {
    const [name = '', level = 'read'] = need.split(':');
    return rank.indexOf(permissions[name] ?? 'none') >= rank.indexOf(level);
  });
}
