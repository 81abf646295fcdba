import { configPath } from '../../core/config/path.ts';
import { readConfig } from '../../core/config/read.ts';
import { plainRules, type RedactRules } from '../../core/redact/rules.ts';
import { isRefusal } from '../../core/refusal.ts';
import { readFileAt } from './read.ts';
import type { RepositoryName, Request } from './request.ts';

/**
 * What the configuration at a commit of the default branch says of texts that look like secrets. Where it cannot
 * be read, nothing is allowed. Throws `Fault` when GitHub cannot be reached or does not let us read it.
 */
export async function readRedactRules(
  request: Request,
  name: RepositoryName,
  commit: string,
): Promise<RedactRules> {
  const file = await readFileAt(request, name, configPath, commit);
  if (file === null || isRefusal(file)) return plainRules;
  const read = readConfig(file.text, configPath);
  return 'problems' in read ? plainRules : read.config.redact;
}
