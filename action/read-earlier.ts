import type { EarlierResult } from '../core/context/earlier.ts';
import { Fault } from '../core/fault.ts';
import { readResult } from '../core/output/result.ts';
import { isRefusal, refuse, retold, type Refusal } from '../core/refusal.ts';
import type { Ticket } from '../core/ticket/ticket.ts';
import type { Authority } from '../core/ticket/verify.ts';
import { readArtifactFile } from '../edge/files/artifact-folder.ts';
import { statusOf } from '../edge/github/call.ts';
import type { RepositoryName, Request } from '../edge/github/request.ts';
import { readRunArtifact } from '../edge/github/run-artifact.ts';
import { sha256 } from '../edge/keys/digest.ts';

/** How an earlier result is come by; a test swaps the digest for a hole. */
export const earlierReading = { readRunArtifact, sha256 };

/**
 * The result of the earlier run that the ticket names, which is the one that the app accepted to the byte, or the one in
 * the folder that the workflow names; null where neither does. A result that cannot be had ends the run before a model is
 * asked: somebody wants it to be built upon.
 */
export async function readEarlier(
  authority: Authority,
  { request, name }: { request: Request; name: RepositoryName },
  use: typeof earlierReading = earlierReading,
): Promise<EarlierResult | Refusal | null> {
  if (authority.kind === 'workflow')
    return authority.fromPath === undefined ? null : readFolder(authority.fromPath);
  const { from } = authority.ticket;
  if (from === undefined || from.session !== undefined) return null;
  const left = await use.readRunArtifact(request, name, from.run_id).catch(unread(from));
  if (isRefusal(left)) return notHad(from, left);
  if (use.sha256(left.resultText) !== from.result_sha256) return otherResult(from);
  const result = readResult(left.resultText);
  if (isRefusal(result)) return result;
  const isIt = result.job_id === from.job_id && result.agent === from.agent;
  return isIt ? { jobId: from.job_id, result } : otherResult(from);
}

/** What another job left in a folder here: whoever wrote it may be hostile, and so may whoever packed it. */
async function readFolder(folder: string): Promise<EarlierResult | Refusal> {
  const text = await readArtifactFile(folder, 'result.json');
  if (isRefusal(text))
    return refuse(
      'from-path-bad',
      `There is no earlier result in the folder that \`from-path\` names: ${folder}/result.json is missing, no plain file, or larger than 1 MiB.`,
      'Download the artifact of the earlier job before this step, and name its folder.',
    );
  const result = readResult(text);
  return isRefusal(result) ? result : { jobId: result.job_id, result };
}

type From = NonNullable<Ticket['from']>;

/** What GitHub refuses to give as a refusal that names the permission; every other accident is thrown. */
export function unread(from: From): (error: unknown) => Refusal {
  return (error) => {
    if (!(error instanceof Fault) || ![403, 404].includes(statusOf(error) ?? 0)) throw error;
    return refuse(
      'artifact-unreachable',
      error.message,
      `Give the job the permission \`actions: read\`: it fetches what the job ${from.job_id} left with its own token.`,
    );
  };
}

/** Why nothing of an earlier job can be had, with its id. */
export function notHad({ job_id, session }: From, refusal: Refusal): Refusal {
  const what = session === undefined ? 'result' : 'conversation';
  const because = `The ${what} of the job ${job_id} cannot be had. ${refusal.because}`;
  return retold({ ...refusal, because });
}

function otherResult({ job_id, run_id }: From): Refusal {
  return refuse(
    'other-result',
    `What the run ${run_id} left is not the result of the job ${job_id} that the app accepted.`,
    'Write the command again without `--from`; somebody may have put another artifact in its place.',
  );
}
