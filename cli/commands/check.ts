import { readFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import about from '../../package.json' with { type: 'json' };
import type { Config } from '../../core/config/config.ts';
import { configPath } from '../../core/config/path.ts';
import { readConfig, type ConfigProblem } from '../../core/config/read.ts';
import { annotationOf, sarifOf } from '../../core/config/sarif.ts';
import { resolveModel } from '../../core/pricing/models.ts';
import { compile, plainFacts, type Compiled, type Trigger } from '../../core/profile/compile.ts';
import { isRefusal, type Refusal } from '../../core/refusal.ts';

const FORMATS = ['text', 'json', 'sarif', 'github'] as const;
type Format = (typeof FORMATS)[number];
const TRIGGERS: readonly Trigger[] = ['comment', 'workflow'];

const HELP = `dispatch check [--config FILE] [--format ${FORMATS.join('|')}]

Checks the whole configuration, and for each agent and each of its triggers whether a run could start, in a public
and in a private repository.

  --config FILE  default: ${configPath}
  --format F     text (default); json; sarif, for code scanning; github, lines that the runner shows beside the file

Exit 1 when something is wrong.
`;

/** What became of one agent under one trigger. */
type Row = {
  agent: string;
  trigger: Trigger;
  tools: string[];
  hosts: string[];
  budgetUsd: number;
  refusal: Refusal | null;
  inPrivate: Compiled['kind'];
};

/** `dispatch check`: everything that is wrong with a configuration, before anybody runs it. */
export async function run(args: string[]): Promise<number> {
  const asked = readArguments(args);
  if (typeof asked === 'string') return told(asked, 2);
  if (asked.help) {
    process.stdout.write(HELP);
    return 0;
  }
  const text = await readFile(asked.config, 'utf8').catch(() => null);
  if (text === null) return told(`There is no ${asked.config} here. Name it with --config.`, 1);
  const read = readConfig(text, asked.config);
  const problems = 'problems' in read ? read.problems : [];
  const rows = 'problems' in read ? [] : rowsOf(read.config);
  print(asked.format, problems, rows);
  return problems.length > 0 || rows.some(({ refusal }) => refusal !== null) ? 1 : 0;
}

function rowsOf(config: Config): Row[] {
  return Object.keys(config.agents).flatMap((agent) =>
    TRIGGERS.filter((trigger) => config.agents[agent]?.triggers.includes(trigger)).map((trigger) =>
      rowOf(config, agent, trigger),
    ),
  );
}

function rowOf(config: Config, agent: string, trigger: Trigger): Row {
  const facts = { ...plainFacts, trigger };
  const compiled = compile(config, agent, facts);
  const inPrivate = compile(config, agent, { ...facts, repository: { private: true } }).kind;
  if (compiled.kind === 'refused')
    return { agent, trigger, tools: [], hosts: [], budgetUsd: 0, refusal: compiled.refusal, inPrivate };
  const { plan } = compiled;
  const model = resolveModel(plan.model, plan.ownPrice);
  const refusal = isRefusal(model) ? model : null;
  return {
    agent,
    trigger,
    tools: plan.tools,
    hosts: plan.egress,
    budgetUsd: plan.budgetUsd,
    refusal,
    inPrivate,
  };
}

function print(format: Format, problems: readonly ConfigProblem[], rows: readonly Row[]): void {
  const say = (line: string) => process.stdout.write(`${line}\n`);
  const most = Math.max(0, ...rows.map(({ budgetUsd }) => budgetUsd));
  switch (format) {
    case 'json':
      return void say(JSON.stringify({ problems, rows, worst_usd_per_run: most }, null, 2));
    case 'sarif':
      return void say(JSON.stringify(sarifOf(problems, about.version), null, 2));
    case 'github':
      for (const problem of problems) say(annotationOf(problem));
      break;
    case 'text':
      for (const { file, line, column, message, remedy } of problems)
        say(`${file}:${line}:${column}: ${message} ${remedy}`);
      for (const row of rows) say(rowLine(row));
  }
  const wrong = problems.length + rows.filter(({ refusal }) => refusal !== null).length;
  say(`${rows.length} agents and triggers, ${wrong} problems, at most $${most} a run`);
}

function rowLine({ agent, trigger, tools, hosts, budgetUsd, refusal, inPrivate }: Row): string {
  const name = `${agent} by ${trigger}`.padEnd(32);
  if (refusal !== null) return `${name} REFUSED  ${refusal.because} ${refusal.remedy}`;
  const reach = hosts.length === 0 ? '' : `, reaches ${hosts.join(', ')}`;
  const only = inPrivate === 'plan' ? '' : ' (not in a private repository)';
  return `${name} ${tools.join(', ') || 'no tools'}${reach}, at most $${budgetUsd}${only}`;
}

function readArguments(args: string[]): { config: string; format: Format; help: boolean } | string {
  try {
    const { values, positionals } = parseArgs({
      args,
      allowPositionals: true,
      options: {
        config: { type: 'string', default: configPath },
        format: { type: 'string', default: 'text' },
        help: { type: 'boolean', short: 'h', default: false },
      },
    });
    const format = FORMATS.find((one) => one === values.format);
    if (positionals.length > 0) return misuse(`${positionals[0]} is too much`);
    if (format === undefined) return misuse(`--format takes ${FORMATS.join(', ')}`);
    return { config: values.config, format, help: values.help };
  } catch (error) {
    return misuse(error instanceof Error ? error.message : String(error));
  }
}

function misuse(what: string): string {
  return `dispatch check: ${what}. 'dispatch check --help' explains it.`;
}

function told(line: string, code: number): number {
  process.stderr.write(`${line}\n`);
  return code;
}
