import { checkAcross } from './checks.ts';
import { Config } from './config.ts';
import { explain } from './explain.ts';
import { checkGroupFit } from './group-fit.ts';
import { keyOf, type ConfigProblem, type Finding } from './problem.ts';
import { scan } from './scan.ts';
import { yamlTree, type YamlTree } from './yaml-tree.ts';

export type { ConfigProblem } from './problem.ts';

/** More problems than this are not worth reading at once. */
const most = 20;

/**
 * Reads `.github/dispatch.yml`: the configuration with all defaults merged in, or everything that is wrong
 * with it, in the order of the file, at most 20 problems. `file` is only named in them. Never throws.
 */
export function readConfig(text: string, file: string): { config: Config } | { problems: ConfigProblem[] } {
  const bombs = scan(text);
  if (bombs.length > 0) return { problems: placed(bombs, file, textOnly(text)) };
  const tree = yamlTree(text);
  if (tree.findings.length > 0) return { problems: placed(tree.findings, file, tree) };
  const read = Config.safeParse(tree.data);
  const issues = read.success ? [] : read.error.issues.flatMap((issue) => explain(issue, tree.data));
  const findings = [...issues, ...checkAcross(tree.data)];
  if (!read.success || findings.length > 0) return { problems: placed(findings, file, tree) };
  const misfits = checkGroupFit(read.data);
  return misfits.length === 0 ? { config: read.data } : { problems: placed(misfits, file, tree) };
}

type Places = Pick<YamlTree, 'offsetOf' | 'placeOf'>;

function placed(findings: readonly Finding[], file: string, places: Places): ConfigProblem[] {
  return findings
    .map((found) => ({
      found,
      offset: found.at === 'offset' ? found.offset : places.offsetOf(found.path, found.at),
    }))
    .toSorted((a, b) => a.offset - b.offset)
    .slice(0, most)
    .map(({ found, offset }) => ({
      file,
      ...places.placeOf(offset),
      key: keyOf(found.path),
      message: found.message,
      remedy: found.remedy,
    }));
}

/** Places in a text that is too suspicious to be parsed. */
function textOnly(text: string): Places {
  return {
    offsetOf: () => 0,
    placeOf(offset) {
      const before = text.slice(0, offset);
      const line = before.split('\n').length;
      return { line, column: offset - before.lastIndexOf('\n') };
    },
  };
}
