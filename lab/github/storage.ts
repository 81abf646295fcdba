import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import type { Answer } from './answer.ts';
import type { Artifact, World } from './state.ts';

const ONE_MINUTE_MS = 60_000;

/** The place artifacts are downloaded from: another origin than the API, with signed addresses. */
export type Storage = {
  /** An address that serves the archive for one minute to whoever knows it. */
  signedUrl(artifact: Artifact): string;
  answer(request: IncomingMessage): Answer;
};

/** Makes the storage of one server; its signing key lives as long as it does. */
export function makeStorage(world: World): Storage {
  const key = randomBytes(32);
  const sign = (id: string, expires: string) =>
    createHmac('sha256', key).update(`${id} ${expires}`).digest('hex');
  return {
    signedUrl(artifact) {
      const id = String(artifact.id);
      const expires = String(world.now() + ONE_MINUTE_MS);
      return `${world.urls.storage}/artifacts/${id}.zip?se=${expires}&sig=${sign(id, expires)}`;
    },
    answer(request) {
      const url = new URL(request.url ?? '/', world.urls.storage);
      const id = /^\/artifacts\/(\d+)\.zip$/.exec(url.pathname)?.[1] ?? '';
      const expires = url.searchParams.get('se') ?? '';
      if (request.headers.authorization !== undefined) return leaked(world, url.pathname);
      const genuine = same(url.searchParams.get('sig') ?? '', sign(id, expires));
      if (!genuine || Number(expires) < world.now()) return { status: 403, bytes: Buffer.from('expired') };
      const artifact = world.artifacts.get(Number(id));
      if (!artifact) return { status: 404, bytes: Buffer.from('no such artifact') };
      return { status: 200, bytes: artifact.zip, headers: { 'content-type': 'application/zip' } };
    },
  };
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
