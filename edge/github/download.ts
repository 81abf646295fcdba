import { Fault } from '../../core/fault.ts';
import { refuse, type Refusal } from '../../core/refusal.ts';
import { call, statusOf } from './call.ts';
import type { Json, RepositoryName, Request } from './request.ts';

export type ArtifactFacts = { id: number; bytes: number; expired: boolean };

/** The run's artifact of this name; null when the run left none. */
export async function findArtifact(
  request: Request,
  name: RepositoryName,
  runId: number,
  artifactName: string,
): Promise<ArtifactFacts | null> {
  const { data } = await call(
    request,
    `list the artifacts of the run ${runId}`,
    'GET /repos/{owner}/{repo}/actions/runs/{run_id}/artifacts',
    { ...name, run_id: runId, name: artifactName, per_page: 100 },
  );
  const found = (data.artifacts as Record<string, Json>[]).filter(
    (artifact) => artifact.name === artifactName,
  );
  const artifact = found.at(-1);
  if (!artifact) return null;
  return {
    id: Number(artifact.id),
    bytes: Number(artifact.size_in_bytes),
    expired: artifact.expired === true,
  };
}

export type Download = { limit: number; fetch?: typeof globalThis.fetch; seconds?: number };

/**
 * Downloads an artifact's zip, at most `limit` bytes of it. GitHub answers with a redirect to a signed
 * address on another host; it is followed here and without the token, which must not go there.
 */
export async function downloadArtifact(
  request: Request,
  name: RepositoryName,
  artifactId: number,
  { limit, fetch = globalThis.fetch, seconds = 60 }: Download,
): Promise<Buffer | Refusal> {
  const address = await signedAddress(request, name, artifactId);
  if (typeof address !== 'string') return address;
  try {
    const response = await fetch(address, { redirect: 'error', signal: AbortSignal.timeout(seconds * 1000) });
    if (response.status >= 400 && response.status < 500) return notGiven(response.status);
    if (!response.ok || !response.body) throw new Error(`status ${response.status}`);
    return await bounded(response.body, limit);
  } catch (error) {
    // The address is as good as a password for a minute: it stays out of the message.
    throw new Fault(
      'github-unreachable',
      `Could not download the artifact ${artifactId}: ${error instanceof Error ? error.message : 'no answer'}.`,
      "See the run's page; the result is there as long as GitHub keeps it.",
    );
  }
}

async function signedAddress(request: Request, name: RepositoryName, id: number): Promise<string | Refusal> {
  try {
    const { headers } = await call(
      request,
      `download the artifact ${id}`,
      'GET /repos/{owner}/{repo}/actions/artifacts/{artifact_id}/{archive_format}',
      { ...name, artifact_id: id, archive_format: 'zip', request: { redirect: 'manual' } },
    );
    const location = String(headers.location ?? '');
    return safe(location) ? location : odd();
  } catch (error) {
    if (statusOf(error) === 410 || statusOf(error) === 404) return expired();
    throw error;
  }
}

/** Encrypted, or on this machine (a stand-in). */
function safe(location: string): boolean {
  if (!URL.canParse(location)) return false;
  const { protocol, hostname } = new URL(location);
  return (
    protocol === 'https:' || (protocol === 'http:' && ['127.0.0.1', 'localhost', '[::1]'].includes(hostname))
  );
}

async function bounded(body: ReadableStream<Uint8Array>, limit: number): Promise<Buffer | Refusal> {
  const chunks: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of body) {
    length += chunk.length;
    if (length > limit) return tooLarge(limit);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

function expired(): Refusal {
  return refuse('artifact-expired', "The run's artifact is gone.", 'Write the `/dispatch` comment again.');
}

function notGiven(status: number): Refusal {
  return refuse(
    'artifact-unreachable',
    `The storage that keeps the run's artifact answered ${status}.`,
    "See the run's page; the result there has not been checked.",
  );
}

function odd(): Refusal {
  return refuse(
    'artifact-unreachable',
    "GitHub gave no encrypted address for the run's artifact.",
    'Use HTTPS for your GitHub server.',
  );
}

function tooLarge(limit: number): Refusal {
  return refuse(
    'artifact-too-large',
    `The run's artifact is larger than ${limit} bytes.`,
    "See the run's page; the result there has not been checked.",
  );
}
