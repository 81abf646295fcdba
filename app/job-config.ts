import type { Config } from '../core/config/config.ts';
import { configPath } from '../core/config/path.ts';
import { readConfig } from '../core/config/read.ts';
import { isRefusal, type Refusal } from '../core/refusal.ts';
import { readFileAt } from '../edge/github/read.ts';
import type { RepositoryName, Request } from '../edge/github/request.ts';
import type { Job } from '../edge/store/job.ts';

/** A configuration as it stood at a commit; in one word why there is none to be had any more. */
export type ReadBack = { config: Config; blobSha: string } | 'gone' | 'broken' | Refusal;

/** Reads the configuration that a job started under once more. Throws `Fault` when GitHub cannot be asked. */
export async function readBack(
  request: Request,
  name: RepositoryName,
  { configCommit }: Pick<Job, 'configCommit'>,
): Promise<ReadBack> {
  const file = await readFileAt(request, name, configPath, configCommit);
  if (file === null) return 'gone';
  if (isRefusal(file)) return file;
  const read = readConfig(file.text, configPath);
  return 'problems' in read ? 'broken' : { config: read.config, blobSha: file.blobSha };
}
