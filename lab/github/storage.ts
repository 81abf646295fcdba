import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import type { Answer } from './answer.ts';
import type { Artifact, Run, World } from './state.ts';

const ONE_MINUTE_MS = 60_000;

/** The place artifacts and logs are downloaded from: another origin than the API, with signed addresses. */
export type Storage = {
  /** An address that serves the archive for one minute to whoever knows it. */
  signedUrl(artifact: Artifact): string;
  /** The same for the log of a run's jobs. */
  logUrl(run: Run): string;
  answer(request: IncomingMessage): Answer;
};

/** Makes the storage of one server; its signing key lives as long as it does. */
export function makeStorage(world: World): Storage {
  const key = randomBytes(32);
  const sign = (path: string, expires: string) =>
    createHmac('sha256', key).update(`${path} ${expires}`).digest('hex');
  const signed = (path: string) => {
    const expires = String(world.now() + ONE_MINUTE_MS);
    return `${world.urls.storage}${path}?se=${expires}&sig=${sign(path, expires)}`;
  };
  return {
    signedUrl: ({ id }) => signed(`/artifacts/${id}.zip`),
    logUrl: ({ id }) => signed(`/logs/${id}.txt`),
    answer(request) {
      const url = new URL(request.url ?? '/', world.urls.storage);
      const expires = url.searchParams.get('se') ?? '';
      if (request.headers.authorization !== undefined) return leaked(world, url.pathname);
      const genuine = same(url.searchParams.get('sig') ?? '', sign(url.pathname, expires));
      if (!genuine || Number(expires) < world.now()) return { status: 403, bytes: Buffer.from('expired') };
      return found(world, url.pathname) ?? { status: 404, bytes: Buffer.from('no such thing') };
    },
  };
}

function found(world: World, path: string): Answer | null {
  const [, kind, digits] = /^\/(artifacts|logs)\/(\d+)\.(?:zip|txt)$/.exec(path) ?? [];
  const id = Number(digits);
  const zip = kind === 'artifacts' ? world.artifacts.get(id)?.zip : undefined;
  if (zip) return { status: 200, bytes: zip, headers: { 'content-type': 'application/zip' } };
  const run = kind === 'logs' ? world.runs.find((one) => one.id === id) : undefined;
  if (!run) return null;
  return { status: 200, bytes: Buffer.from(run.log), headers: { 'content-type': 'text/plain' } };
}

/** A token must not follow the redirect: the storage is somebody else's, and refuses it like this one. */
function leaked(world: World, path: string): Answer {
  const message = 'a token was sent to the artifact storage: do not forward it along the redirect';
  world.violations.push({ in: 'storage', what: path, message });
  return { status: 400, bytes: Buffer.from(message) };
}

function same(given: string, expected: string): boolean {
  return given.length === expected.length && timingSafeEqual(Buffer.from(given), Buffer.from(expected));
}
