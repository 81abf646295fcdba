import { readFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import { describeCompiled, startWords, type Told } from '../../core/check/describe-compiled.ts';
import { configPath } from '../../core/config/path.ts';
import { problemLine } from '../../core/config/problem.ts';
import { triggerNames } from '../../core/config/triggers.ts';
import { readConfig } from '../../core/config/read.ts';
import { launchArgv } from '../../core/launch/argv.ts';
import { judge } from '../../core/policy/judge.ts';
import { readWrittenCall } from '../../core/policy/written-call.ts';
import {
  compile,
  plainFacts,
  taintOf,
  type Compiled,
  type RunFacts,
  type Trigger,
} from '../../core/profile/compile.ts';
import { orWhy } from '../or-why.ts';

const HELP = `dispatch explain AGENT [--trigger T] [--call CALL] [--fork] [--private] [--config FILE] [--json]

Says what an agent or a group may do, and whether it may start at all, as a run would find it.

  --trigger T    comment (default), workflow or pull_request
  --call CALL    also judge one call: 'Bash(git log --output=x)', 'Read(src/a.ts)', 'Grep({"pattern":"a"})'
  --fork         the code comes from a fork
  --private      the repository is private
  --config FILE  default: ${configPath}
  --json         print { compiled, argv, verdict } instead

Example:
  dispatch explain tester --call 'Bash(git log --output=x)'

Exit 1 when the agent may not start, or the call is refused.
`;

/** `dispatch explain`: the plan of an agent in words, and the verdict on one call. */
export async function run(args: string[]): Promise<number> {
  const asked = readArguments(args);
  if (typeof asked === 'string')
    return told(`dispatch explain: ${asked}. 'dispatch explain --help' explains it.`, 2);
  if (asked.help) {
    process.stdout.write(HELP);
    return 0;
  }
  const text = await readFile(asked.config, 'utf8').catch(() => null);
  if (text === null) return told(`There is no ${asked.config} here. Name it with --config.`, 1);
  const read = readConfig(text, asked.config);
  if ('problems' in read) {
    for (const problem of read.problems) told(problemLine(problem), 1);
    return 1;
  }
  const compiled = compile(read.config, asked.agent, asked.facts);
  return explain(compiled, asked);
}

function explain(compiled: Compiled, { call, json, facts }: Asked): number {
  const plan = compiled.kind === 'refused' ? null : compiled.plan;
  const asked = call === undefined ? null : readWrittenCall(call);
  if (typeof asked === 'string') return told(asked, 2);
  const verdict = asked === null || plan === null ? null : judge(asked, plan, taintOf(facts));
  const isFine = compiled.kind === 'plan' && verdict?.allow !== false;
  if (json) {
    const argv = plan === null || plan.group !== undefined ? null : launchArgv(plan);
    process.stdout.write(`${JSON.stringify({ compiled, argv, verdict }, null, 2)}\n`);
    return isFine ? 0 : 1;
  }
  const lines = [
    ...describeCompiled(compiled).map(lineOf),
    ...(compiled.kind === 'plan' ? [] : [`${compiled.refusal.because} ${compiled.refusal.remedy}`]),
  ];
  process.stdout.write(`${lines.join('\n')}\n`);
  if (verdict === null) return told(startWords(compiled), isFine ? 0 : 1);
  if (verdict.allow) return told(`allowed (${verdict.rule})`, isFine ? 0 : 1);
  return told(`refused (${verdict.rule}): ${verdict.because} ${verdict.remedy}`, 1);
}

/** Labels stand in a column; what is too long for it ends with a colon. */
function lineOf([label, text]: Told): string {
  return label.length > 10 ? `${label}: ${text}` : `${label.padEnd(10)} ${text}`;
}

type Asked = {
  agent: string;
  facts: RunFacts;
  call: string | undefined;
  config: string;
  json: boolean;
  help: boolean;
};

function readArguments(args: string[]): Asked | string {
  return orWhy(() => {
    const { values, positionals } = parseArgs({
      args,
      allowPositionals: true,
      options: {
        trigger: { type: 'string', default: 'comment' },
        call: { type: 'string' },
        config: { type: 'string', default: configPath },
        fork: { type: 'boolean', default: false },
        private: { type: 'boolean', default: false },
        json: { type: 'boolean', default: false },
        help: { type: 'boolean', short: 'h', default: false },
      },
    });
    const { trigger, call, config, json, help } = values;
    const [agent = '', ...more] = positionals;
    if (!help && (agent === '' || more.length > 0)) return 'name one agent';
    if (!isTrigger(trigger)) return `--trigger takes ${triggerNames.join(', ')}`;
    const facts: RunFacts = {
      ...plainFacts,
      trigger,
      sources: { untrustedAuthor: false, forkHead: values.fork },
      repository: { private: values.private },
    };
    return { agent, facts, call, config, json, help };
  });
}

function isTrigger(name: string): name is Trigger {
  return triggerNames.some((known) => known === name);
}

function told(line: string, code: number): number {
  (code === 2 ? process.stderr : process.stdout).write(`${line}\n`);
  return code;
}
