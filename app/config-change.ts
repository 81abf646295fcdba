import type { Config } from '../core/config/config.ts';
import { configPath } from '../core/config/path.ts';
import { readConfig, type ConfigProblem } from '../core/config/read.ts';
import type { ConfigChange } from '../core/output/config-comment.ts';
import { plainFacts } from '../core/profile/compile.ts';
import type { Operator } from '../core/profile/operator.ts';
import { limitDiff } from '../core/profile/limit-diff.ts';
import { planDiff, type PlanSide } from '../core/profile/plan-diff.ts';
import { planSides, promptFiles } from '../core/profile/plan-side.ts';
import { isRefusal, type Refusal } from '../core/refusal.ts';
import { readChangedPaths, readMergeBase, type PullFacts } from '../edge/github/pulls.ts';
import { readFileAt } from '../edge/github/read.ts';
import type { RepositoryName, Request } from '../edge/github/request.ts';

/** More prompt files than these are not looked into one by one. */
const MOST_PROMPTS = 20;

/** Where everything is read: the base repository, which holds a fork's commits, too. */
type Place = { request: Request; name: RepositoryName };
type Broken = { problems: readonly ConfigProblem[] | Refusal };

/**
 * What a pull request does to the agents, as if it were merged now: its configuration is compared with the
 * one it started from, so that what happened on the base branch since then is not taken for its doing.
 * `untouched` when it changes neither the configuration nor a file that holds a prompt.
 */
export async function readConfigChange(
  request: Request,
  { name, number }: { name: RepositoryName; number: number },
  pull: PullFacts,
  operator: Operator,
): Promise<ConfigChange | 'untouched'> {
  const place = { request, name };
  const paths = await readChangedPaths(request, name, number, pull.changedFiles);
  const compared = comparer(pull, operator);
  if (paths !== null && !paths.has(configPath)) {
    const config = await configAt(place, pull.baseSha);
    if (config === null || 'problems' in config) return 'untouched';
    const touched = new Set(promptFiles(config).filter((file) => paths.has(file)));
    return touched.size === 0 ? 'untouched' : compared(config, config, touched, pull.baseSha);
  }
  const from = (await readMergeBase(request, name, pull.baseSha, pull.headSha)) ?? pull.baseSha;
  const base = await configAt(place, from);
  const head = await configAt(place, pull.headSha);
  if (head !== null && 'problems' in head)
    return { kind: 'broken', problems: head.problems, to: pull.headSha };
  const files = head === null ? [] : promptFiles(head);
  const touched = paths === null ? await differing(place, files, from, pull.headSha) : paths;
  return compared(base, head, touched, from);
}

/** Compares two configurations; `touched` are the prompt files whose text differs. */
function comparer({ headSha, repository }: PullFacts, operator: Operator) {
  const facts = { ...plainFacts, repository: { private: repository.private } };
  const sides = (config: Config | null, touched: ReadonlySet<string>): PlanSide[] => {
    // A file's text is not needed, only whether it is the same on both sides. No path has a line break.
    const prompt = (file: string) => (touched.has(file) ? `${file}\n` : file);
    return config === null ? [] : planSides(config, { prompt, facts, operator });
  };
  return (
    base: Config | Broken | null,
    head: Config | null,
    touched: ReadonlySet<string>,
    from: string,
  ): ConfigChange => {
    const fromNothing = base !== null && 'problems' in base;
    const before = fromNothing ? null : base;
    const diffs = [...planDiff(sides(before, new Set()), sides(head, touched)), ...limitDiff(before, head)];
    return { kind: 'compared', diffs, from, to: headSha, fromNothing };
  };
}

/** The configuration at a commit, what is wrong with it, or null where there is none. */
async function configAt({ request, name }: Place, sha: string): Promise<Config | Broken | null> {
  const file = await readFileAt(request, name, configPath, sha);
  if (file === null) return null;
  if (isRefusal(file)) return { problems: file };
  const read = readConfig(file.text, configPath);
  return 'problems' in read ? read : read.config;
}

/** Which of these files are not the same at two commits. Those that are too many to look at count as changed. */
async function differing(
  { request, name }: Place,
  files: readonly string[],
  from: string,
  to: string,
): Promise<Set<string>> {
  const found = new Set(files.slice(MOST_PROMPTS));
  const at = async (file: string, sha: string) => {
    const read = await readFileAt(request, name, file, sha);
    return isRefusal(read) ? read.code : read?.blobSha;
  };
  for (const file of files.slice(0, MOST_PROMPTS))
    if ((await at(file, from)) !== (await at(file, to))) found.add(file);
  return found;
}
