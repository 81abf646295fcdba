import { existsSync, statSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import about from '../../package.json' with { type: 'json' };
import { annotations } from '../../core/check/annotations.ts';
import { checkConfig, type Checked } from '../../core/check/check-config.ts';
import { checkText, totalLine } from '../../core/check/check-text.ts';
import { sarifLog } from '../../core/check/sarif.ts';
import { configPath } from '../../core/config/path.ts';
import type { Operator } from '../../core/profile/operator.ts';
import { readOperator } from '../../core/profile/read-operator.ts';
import { isRefusal, refusalLine } from '../../core/refusal.ts';
import { orWhy } from '../or-why.ts';
import { told } from '../told.ts';

const FORMATS = ['text', 'json', 'sarif', 'github'] as const;
type Format = (typeof FORMATS)[number];

const HELP = `dispatch check [--config FILE] [--operator FILE] [--format ${FORMATS.join('|')}] [--json]

Checks the whole configuration of a repository: the file itself, then each agent with each of its triggers, as a
run would find it. Run it at the top of the repository.

  --config FILE    default: ${configPath}
  --operator FILE  the operator's limits, as the step takes them; agents beyond them are errors
  --format text    for people: what is wrong, then what each agent may do and at most spends (default)
  --format json    the same as one object; --json is short for it
  --format sarif   SARIF 2.1.0, for code scanning
  --format github  workflow commands, shown at the lines of a pull request

Example, in a workflow on pull requests:
  dispatch check --format github

Exit codes: 0 no errors (there may be warnings); 1 errors, or no such file; 2 the command line was not understood.
`;

/** `dispatch check`: everything that can be said of a configuration before anything runs. */
export async function run(args: string[]): Promise<number> {
  const options = readArguments(args);
  if (typeof options === 'string') return told(`${options} 'dispatch check --help' explains it.`, 2);
  if (options.help) {
    process.stdout.write(HELP);
    return 0;
  }
  const file = options.config ?? configPath;
  const text = await textOf(file);
  if (text === null) return told(`There is no ${file} here. ${WHERE}`, 1);
  const operator = await operatorOf(options.operator);
  if (typeof operator === 'string') return told(operator, 1);
  const isFile = (path: string) => existsSync(path) && statSync(path).isFile();
  const checked = checkConfig(text, file, isFile, operator);
  process.stdout.write(`${printed(checked, options.format)}\n`);
  return checked.findings.some(({ level }) => level === 'error') ? 1 : 0;
}

const WHERE = 'Run this at the top of the repository, or name it with --config.';

function printed(checked: Checked, format: Format): string {
  switch (format) {
    case 'text':
      return checkText(checked).join('\n');
    case 'json':
      return JSON.stringify(checked, null, 2);
    case 'sarif':
      return JSON.stringify(sarifLog(checked.findings, about.version), null, 2);
    case 'github':
      return [...annotations(checked.findings), totalLine(checked)].join('\n');
  }
}

function textOf(file: string): Promise<string | null> {
  return readFile(file, 'utf8').catch(() => null);
}

async function operatorOf(file: string | undefined): Promise<Operator | string> {
  if (file === undefined) return {};
  const text = await textOf(file);
  if (text === null) return `There is no ${file} here. Name the file of the operator's limits.`;
  const read = readOperator(text, file);
  return isRefusal(read) ? refusalLine(read) : read;
}

function readArguments(args: string[]) {
  return orWhy(() => {
    const { values } = parseArgs({
      args,
      options: {
        config: { type: 'string' },
        operator: { type: 'string' },
        format: { type: 'string' },
        json: { type: 'boolean' },
        help: { type: 'boolean', short: 'h' },
      },
    });
    if (values.json && values.format !== undefined)
      return '--json is short for --format json: give one of the two.';
    const named = values.format ?? (values.json ? 'json' : 'text');
    const format = FORMATS.find((one) => one === named);
    if (format === undefined) return `--format is one of ${FORMATS.join(', ')}.`;
    return { ...values, format };
  });
}
