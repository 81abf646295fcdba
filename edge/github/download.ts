import { refuse, type Refusal } from '../../core/refusal.ts';
import { call, statusOf } from './call.ts';
import type { Json, RepositoryName, Request } from './request.ts';
import { fromStorage, storageAddress, type Fetching } from './signed-storage.ts';

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

export type Download = Fetching & { limit: number };

/** Downloads an artifact's zip, at most `limit` bytes of it. */
export async function downloadArtifact(
  request: Request,
  name: RepositoryName,
  artifactId: number,
  { limit, ...fetching }: Download,
): Promise<Buffer | Refusal> {
  const address = await signedAddress(request, name, artifactId);
  if (typeof address !== 'string') return address;
  const found = await fromStorage(`the artifact ${artifactId}`, address, fetching, (body) =>
    bounded(body, limit),
  );
  return typeof found === 'number' ? notGiven(found) : found;
}

async function signedAddress(request: Request, name: RepositoryName, id: number): Promise<string | Refusal> {
  try {
    const { headers } = await call(
      request,
      `download the artifact ${id}`,
      'GET /repos/{owner}/{repo}/actions/artifacts/{artifact_id}/{archive_format}',
      { ...name, artifact_id: id, archive_format: 'zip', request: { redirect: 'manual' } },
    );
    return storageAddress(headers) ?? odd();
  } catch (error) {
    if (statusOf(error) === 410 || statusOf(error) === 404) return expired();
    throw error;
  }
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
