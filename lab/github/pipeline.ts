import { failure, notFound, Refused, secondaryLimit, type Answer } from './answer.ts';
import type {
  AppRoute,
  Call,
  OpenCall,
  OpenRoute,
  OrganisationRoute,
  RepositoryCall,
  RepositoryRoute,
  Route,
} from './routes/route.ts';
import type { Match } from './routes/table.ts';
import type { World } from './state.ts';
import type { Storage } from './storage.ts';
import { authenticate, holdsOneOf, type Caller, type TokenKind, type Tokens } from './tokens.ts';
import { decode, requestViolation, responseViolation } from './validate.ts';

/** The parts of one server that its requests need. */
export type Context = { world: World; tokens: Tokens; storage: Storage };

/** A request as it arrived; `body` is undefined when there was none. */
export type Arrived = {
  path: string;
  query: Record<string, string>;
  body: unknown;
  authorization: string | undefined;
  accept: string;
  apiVersion: string;
};

export type Produced = { answer: Answer; tokenKind: TokenKind };

/** Carries one request through: who, where, may they, is it well-formed, do it, is our answer well-formed. */
export async function produce(
  context: Context,
  match: Match,
  arrived: Arrived,
  alter: (body: unknown) => unknown = (body) => body,
): Promise<Produced> {
  const { world, tokens } = context;
  let tokenKind: TokenKind = arrived.authorization === undefined ? 'none' : 'bad';
  const answer = await settled(world, match.route, async () => {
    if (match.route.needs === 'nothing') return asAnybody(match.route, callOf(context, match, arrived));
    const caller = await authenticate(world, tokens, arrived.authorization);
    tokenKind = caller.kind;
    return handle(context, match, arrived, caller);
  });
  if (answer.body !== undefined) answer.body = alter(answer.body);
  return { answer: checked(world, match.route, answer), tokenKind };
}

async function settled(world: World, route: Route, work: () => Promise<Answer>): Promise<Answer> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof Refused) return { ...error.answer };
    world.violations.push({ in: 'response', what: route.name, message: `failed: ${String(error)}` });
    return failure(500, `the stand-in failed at ${route.name}: ${String(error)}`);
  }
}

async function handle(context: Context, match: Match, arrived: Arrived, caller: Caller): Promise<Answer> {
  const { route } = match;
  const call: Call = { ...callOf(context, match, arrived), caller };
  if (isAppRoute(route)) return asApp(route, call);
  return 'within' in route ? inOrganisation(route, call) : inRepository(route as RepositoryRoute, call);
}

function callOf(context: Context, { route, raw }: Match, arrived: Arrived): OpenCall {
  return {
    ...context,
    path: arrived.path,
    params: decode(route.name, 'path', raw),
    query: decode(route.name, 'query', arrived.query),
    body: arrived.body,
    accept: arrived.accept,
    apiVersion: arrived.apiVersion,
  };
}

function isAppRoute(route: Route): route is AppRoute {
  return route.needs === 'app';
}

async function asAnybody(route: OpenRoute, call: OpenCall): Promise<Answer> {
  checkRequest(route, call);
  return route.handle(call);
}

async function asApp(route: AppRoute, call: Call): Promise<Answer> {
  if (call.caller.kind !== 'app') throw new Refused(failure(401, 'A JSON web token could not be decoded'));
  checkRequest(route, call);
  return route.handle(call);
}

async function inRepository(route: RepositoryRoute, call: Call): Promise<Answer> {
  const { caller } = call;
  if (caller.kind === 'app') throw new Refused(failure(403, 'Resource not accessible by integration'));
  const fullName = `${call.params['owner']}/${call.params['repo']}`.toLowerCase();
  const repository = call.world.repositories.get(fullName);
  // What a token does not cover does not exist for it.
  if (!repository || !caller.repositories.has(repository)) throw notFound();
  const inside: RepositoryCall = { ...call, caller, repository };
  checkRequest(route, inside);
  const needed = typeof route.needs === 'function' ? route.needs(inside) : route.needs;
  if (!holdsOneOf(caller.permissions, needed)) throw inaccessible(needed);
  const writes = !route.name.startsWith('GET ');
  if (writes && repository.archived) {
    throw new Refused(failure(403, 'Repository was archived so is read-only.'));
  }
  const limited = writes ? call.world.contentLimit?.(caller.repositories) : null;
  if (limited) throw new Refused(secondaryLimit(limited));
  return route.handle(inside);
}

/** Only a token of the App's installation on that organisation reaches in, whichever of its repositories it is for. */
async function inOrganisation(route: OrganisationRoute, call: Call): Promise<Answer> {
  const { caller } = call;
  if (caller.kind === 'app') throw new Refused(failure(403, 'Resource not accessible by integration'));
  const login = String(call.params['org']).toLowerCase();
  const organisation = call.world.users.get(login);
  checkRequest(route, call);
  const isOurs = [...caller.repositories].some(({ owner }) => owner === organisation);
  if (organisation?.type !== 'Organization' || !isOurs || !holdsOneOf(caller.permissions, route.needs))
    throw inaccessible(route.needs);
  return route.handle({ ...call, organisation });
}

function inaccessible(needed: readonly string[]): Refused {
  const headers = { 'x-accepted-github-permissions': needed.join('; ').replaceAll(':', '=') };
  return new Refused({ ...failure(403, 'Resource not accessible by integration'), headers });
}

function checkRequest(route: Route, { world, params, query, body }: OpenCall): void {
  const message = requestViolation(route.name, { path: params, query, body });
  if (message === null) return;
  world.violations.push({ in: 'request', what: route.name, message });
  throw new Refused(failure(422, `Invalid request. ${message}`));
}

/** An answer of ours that GitHub would not give is a defect of the stand-in: it must not pass for a good one. */
function checked(world: World, route: Route, answer: Answer): Answer {
  if (answer.bytes) return answer;
  const body = answer.body === undefined ? undefined : (JSON.parse(JSON.stringify(answer.body)) as unknown);
  const message = responseViolation(route.name, answer.status, body);
  if (message === null) return answer;
  world.violations.push({ in: 'response', what: `${route.name} ${answer.status}`, message });
  return failure(500, `the stand-in's answer to ${route.name} violates GitHub's description: ${message}`);
}
