import { access } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import { configPath } from '../../core/config/path.ts';
import { limitDiff } from '../../core/profile/limit-diff.ts';
import { planDiff, type AgentDiff } from '../../core/profile/plan-diff.ts';
import { planDiffMarkdown, planDiffText } from '../../core/profile/plan-diff-text.ts';
import { orWhy } from '../or-why.ts';
import { told } from '../told.ts';
import { atRevision, isMistaken, onDisk, readSide } from '../plan-diff/read-side.ts';

const FORMATS = ['text', 'json', 'markdown'] as const;

const HELP = `dispatch plan-diff BASE HEAD [--files] [--config PATH] [--format ${FORMATS.join('|')}] [--fail-on-expansion]

Says what agents may do in HEAD that they may not do in BASE, and the other way round: two git revisions, such as
origin/main and HEAD. Run it at the top of the repository. Each line is an expansion, a narrowing, or a change
that is neither; the limits of all agents together (budgets, caps) are compared, too.

  --files              BASE and HEAD are two configuration files instead
  --config PATH        where the configuration lies in the repository; default: ${configPath}
  --format text        for a terminal (default); --json is short for --format json
  --format markdown    for a comment
  --fail-on-expansion  exit 1 when any agent may do more than before

Example:
  dispatch plan-diff origin/main HEAD --fail-on-expansion

Exit codes: 0 compared; 1 a configuration cannot be read, or there is an expansion with --fail-on-expansion; 2 the
command line was not understood.
`;

/** `dispatch plan-diff`: what a change of the configuration lets agents do. */
export async function run(args: string[]): Promise<number> {
  const options = readArguments(args);
  if (options === 'help') {
    process.stdout.write(HELP);
    return 0;
  }
  if (typeof options === 'string') return told(`${options} 'dispatch plan-diff --help' explains it.`, 2);
  const { base, head, files, config } = options;
  if (files) {
    const missing = await Promise.all([base, head].map(isMissing));
    if (missing.some(Boolean))
      return told(`There is no ${missing[0] ? base : head} here. --files compares two files.`, 1);
  }
  const [before, after] = await Promise.all(
    [base, head].map((name) =>
      files ? readSide('file', name, onDisk()) : readSide(name, config, atRevision(name)),
    ),
  );
  if (before === undefined || after === undefined) return 1;
  if (isMistaken(before)) return told(before.join('\n'), 1);
  if (isMistaken(after)) return told(after.join('\n'), 1);
  // A configuration has an agent at least: without any, a mistyped path would pass for a harmless change.
  if (before.plans.length === 0 && after.plans.length === 0)
    return told(`Neither ${base} nor ${head} holds ${config}. Name the configuration with --config.`, 1);
  const diffs = [...planDiff(before.plans, after.plans), ...limitDiff(before.config, after.config)];
  process.stdout.write(`${printed(diffs, options.format)}\n`);
  const expands = diffs.some(({ lines }) => lines.some(({ mark }) => mark === 'expansion'));
  return expands && options.failOnExpansion ? 1 : 0;
}

function printed(diffs: readonly AgentDiff[], format: (typeof FORMATS)[number]): string {
  if (format === 'json') return JSON.stringify(jsonOf(diffs), null, 2);
  return format === 'markdown' ? planDiffMarkdown(diffs) : planDiffText(diffs).join('\n');
}

/** `limits`: the lines about what holds for all agents together. */
function jsonOf(diffs: readonly AgentDiff[]): object {
  const agents = diffs.filter(({ agent }) => agent !== null);
  const limits = diffs.filter(({ agent }) => agent === null).flatMap(({ lines }) => lines);
  return { agents, limits };
}

async function isMissing(path: string): Promise<boolean> {
  return access(path).then(
    () => false,
    () => true,
  );
}

function readArguments(args: string[]) {
  return orWhy(() => {
    const { values, positionals } = parseArgs({
      args,
      allowPositionals: true,
      options: {
        files: { type: 'boolean', default: false },
        config: { type: 'string', default: configPath },
        format: { type: 'string' },
        json: { type: 'boolean' },
        'fail-on-expansion': { type: 'boolean', default: false },
        help: { type: 'boolean', short: 'h' },
      },
    });
    if (values.help) return 'help';
    const [base, head, ...more] = positionals;
    if (base === undefined || head === undefined || more.length > 0)
      return 'plan-diff takes two revisions, BASE and HEAD.';
    const wanted = values.format ?? (values.json ? 'json' : 'text');
    const format = FORMATS.find((one) => one === wanted);
    if (format === undefined || (values.json && format !== 'json'))
      return `--format is one of ${FORMATS.join(', ')}, and --json stands for one of them.`;
    const { files, config, 'fail-on-expansion': failOnExpansion } = values;
    return { base, head, files, config, format, failOnExpansion };
  });
}
