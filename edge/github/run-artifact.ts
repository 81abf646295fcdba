import { isRefusal, refuse, type Refusal } from '../../core/refusal.ts';
import { MOST_KEPT_KB } from '../../core/output/kinds/artifact.ts';
import { readArtifact, type ReadArtifact } from './artifact.ts';
import { downloadArtifact, findArtifact, type ArtifactFacts } from './download.ts';
import type { RepositoryName, Request } from './request.ts';
import type { Fetching } from './signed-storage.ts';

/** Name of the artifact that the action's job uploads. */
const ARTIFACT = 'agent-dispatch';
/**
 * The files that an agent may keep at most, of which nothing may be packed any smaller, and all else: above all the record,
 * which packs to a third or less.
 */
const LARGEST_ZIP = 32 * 1024 * 1024 + MOST_KEPT_KB * 1000;

/** What a run left behind, and of it the one file that every run of ours leaves. */
export type RunArtifact = ReadArtifact & { resultText: string };

/** The artifact that a run of ours left, or why there is none any more. Throws `Fault` when GitHub does not say. */
export async function findRunArtifact(
  request: Request,
  name: RepositoryName,
  runId: number,
): Promise<ArtifactFacts | Refusal> {
  const artifact = await findArtifact(request, name, runId, ARTIFACT);
  if (artifact === null) return missing();
  if (!artifact.expired) return artifact;
  return refuse('artifact-expired', "The run's artifact is gone.", 'Write the command again.');
}

/** Reads it as if its author were hostile. Throws `Fault` when GitHub does not give it. */
export async function readRunArtifact(
  request: Request,
  name: RepositoryName,
  runId: number,
  fetching: Fetching = {},
): Promise<RunArtifact | Refusal> {
  const artifact = await findRunArtifact(request, name, runId);
  if (isRefusal(artifact)) return artifact;
  const zip = await downloadArtifact(request, name, artifact.id, { limit: LARGEST_ZIP, ...fetching });
  if (isRefusal(zip)) return zip;
  const files = await readArtifact(zip);
  if (isRefusal(files)) return files;
  const resultText = files.texts['result.json'];
  return resultText === undefined ? missing() : { ...files, resultText };
}

function missing(): Refusal {
  return refuse(
    'artifact-missing',
    `The run left no result: it has no artifact \`${ARTIFACT}\` with a \`result.json\`.`,
    'Upload it in a step with `if: always()`, as the workflow in the README does.',
  );
}
