import { statSync } from 'node:fs';
import { join } from 'node:path';
import { checkConfig } from '../../core/check/check-config.ts';
import { findingLine } from '../../core/check/check-text.ts';
import { configPath } from '../../core/config/path.ts';
import { textAt } from '../init/wanted-files.ts';
import { repositoryTop } from '../repository-top.ts';

/**
 * What is to be said of this repository's own configuration, in the words of the check and of a run's refusal, and
 * whether it may be attacked: what no run would start with cannot be, and does not pass either. No lines where there
 * is nothing to say, or no configuration.
 */
export async function aboutConfig(folder: string): Promise<{ lines: string[]; mayStart: boolean }> {
  const top = await repositoryTop(folder);
  const text = top === null ? null : textAt(join(top, configPath));
  if (top === null || text === null) return { lines: [], mayStart: true };
  const isFile = (path: string) => statSync(join(top, path), { throwIfNoEntry: false })?.isFile() === true;
  const { findings } = checkConfig(text, configPath, isFile);
  return { lines: findings.map(findingLine), mayStart: findings.every(({ level }) => level !== 'error') };
}
