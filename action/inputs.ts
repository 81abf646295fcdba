import { join } from 'node:path';
import { z } from 'zod';
import type { Operator } from '../core/profile/operator.ts';
import { readStepOperator } from '../core/profile/read-operator.ts';
import { isRefusal, refuse, type Refusal } from '../core/refusal.ts';
import { readHandedOver } from '../edge/runner/handed-over.ts';
import { readBaseUrl, readFlag, readKey, readProvider, type ModelKey } from './input-values.ts';
import type { Machine } from './machine.ts';

/** What `mode: run` was given. Empty strings mean "not given", as GitHub passes them. */
export type RunInputs = ModelKey & {
  mode: 'run';
  agent: string;
  task: string;
  /** The folder of an earlier job's artifact, from the workspace. */
  fromPath: string;
  ticket: string;
  ticketKey: string;
  /** What conversations are encrypted with; empty: none is kept, and none continued. */
  sessionKey: string;
  /** Whether AppArmor's ban on user namespaces may be lifted for the whole machine, as the last resort. */
  allowUsernsSysctl: boolean;
  /** The Messages API; the default is Anthropic's own. */
  baseUrl: URL;
  /** What the workflow allows at most, whatever the repository's configuration says. */
  operator: Operator;
  githubToken: string;
};

/** What `mode: publish` was given. */
export type PublishInputs = {
  mode: 'publish';
  githubToken: string;
  resultPath: string;
  issueNumber: number;
  /** Whose result it has to be; empty where only the answer is posted. */
  agent: string;
  operator: Operator;
};

export type Environment = Readonly<Record<string, string | undefined>>;

const ANTHROPIC = 'https://api.anthropic.com';

/** The variables that an npm install may need to reach its registry on this machine. */
const INSTALL_VARIABLES =
  /^(https?_proxy|no_proxy|npm_config_(registry|cafile|cache|userconfig|globalconfig|prefer_offline|offline)|NODE_EXTRA_CA_CERTS|HOME|PATH)$/i;

/** Reads and checks the action's inputs. A bad one is refused by name. */
export function readInputs(environment: Environment = process.env): RunInputs | PublishInputs | Refusal {
  const input = inputReader(environment);
  const mode = input('MODE') || 'run';
  if (mode === 'publish') return readPublish(input, environment);
  if (mode !== 'run') {
    return refuse(
      'mode-unknown',
      `The input \`mode\` is ${JSON.stringify(mode)}.`,
      'Set it to `run` or `publish`.',
    );
  }
  const baseUrl = readBaseUrl(input('ANTHROPIC_BASE_URL') || ANTHROPIC);
  if (isRefusal(baseUrl)) return baseUrl;
  const provider = readProvider(input('PROVIDER') || 'anthropic');
  if (isRefusal(provider)) return provider;
  const allowUsernsSysctl = readFlag('allow-userns-sysctl', input('ALLOW_USERNS_SYSCTL'));
  if (isRefusal(allowUsernsSysctl)) return allowUsernsSysctl;
  const key = readKey(input('ANTHROPIC_API_KEY'), input('ANTHROPIC_AUTH_TOKEN'));
  if (isRefusal(key)) return key;
  const operator = readStepOperator(input('OPERATOR'), 'The input `operator`');
  if (isRefusal(operator)) return operator;
  return {
    mode,
    ...key,
    operator,
    allowUsernsSysctl,
    agent: input('AGENT'),
    task: input('TASK'),
    fromPath: input('FROM_PATH'),
    ticket: input('TICKET'),
    ticketKey: input('TICKET_KEY'),
    sessionKey: input('SESSION_KEY'),
    githubToken: input('GITHUB_TOKEN'),
    baseUrl,
  };
}

/** Reads an input from the variable of its name or, for a secret, from the descriptor that stands there for it. */
function inputReader(environment: Environment): (name: string) => string {
  const descriptors = new Map(
    [...(environment['DISPATCH_SECRETS'] ?? '').matchAll(/([A-Z_]+)=(\d)/g)].map(
      ([, name = '', descriptor]) => [name, Number(descriptor)] as const,
    ),
  );
  return (name) => {
    const descriptor = descriptors.get(name);
    return (
      descriptor === undefined ? (environment[`INPUT_${name}`] ?? '') : readHandedOver(descriptor)
    ).trim();
  };
}

function readPublish(input: (name: string) => string, environment: Environment): PublishInputs | Refusal {
  const issueNumber = Number(input('ISSUE_NUMBER'));
  if (!Number.isSafeInteger(issueNumber) || issueNumber < 1) {
    return refuse(
      'issue-number-bad',
      `The input \`issue-number\` is ${JSON.stringify(input('ISSUE_NUMBER'))}, which is not the number of an issue or pull request.`,
      'Set it, for example to `${{ github.event.pull_request.number }}`.',
    );
  }
  const githubToken = input('GITHUB_TOKEN');
  if (githubToken === '') {
    return refuse(
      'no-github-token',
      'The input `github-token` is empty.',
      "Leave it out to use the job's own token.",
    );
  }
  const resultPath = join(environment['GITHUB_WORKSPACE'] ?? '.', input('RESULT_PATH') || 'agent-dispatch');
  const operator = readStepOperator(input('OPERATOR'), 'The input `operator`');
  if (isRefusal(operator)) return operator;
  return { mode: 'publish', githubToken, issueNumber, resultPath, agent: input('AGENT'), operator };
}

const machineVariables = z.object({
  GITHUB_WORKSPACE: z.string().min(1),
  RUNNER_TEMP: z.string().min(1),
  RUNNER_TOOL_CACHE: z.string().min(1).optional(),
  GITHUB_REPOSITORY: z.string().regex(/^[^/]+\/[^/]+$/),
  GITHUB_REPOSITORY_ID: z.coerce.number().int().positive(),
  GITHUB_RUN_ID: z.string().regex(/^\d+$/),
  GITHUB_RUN_ATTEMPT: z.coerce.number().int().positive(),
  GITHUB_ACTOR: z.string().default(''),
  GITHUB_EVENT_PATH: z.string().min(1).optional(),
  GITHUB_API_URL: z.url(),
  GITHUB_SERVER_URL: z.url(),
  ACTION_ROOT: z.string().min(1),
});

/** Reads what the runner says about itself. Refuses when this is not a GitHub Actions step. */
export function readMachine(
  environment: Environment = process.env,
  uid = process.getuid?.() ?? -1,
): Machine | Refusal {
  const read = machineVariables.safeParse(environment);
  if (!read.success) {
    const name = read.error.issues[0]?.path.join('.') ?? 'a variable';
    return refuse(
      'not-a-runner',
      `The runner's variable ${name} is missing or wrong.`,
      'Run this as a step of a GitHub Actions workflow; `npm start` shows one on this machine.',
    );
  }
  const found = read.data;
  const [owner = '', name = ''] = found.GITHUB_REPOSITORY.split('/');
  return {
    workspace: found.GITHUB_WORKSPACE,
    temp: found.RUNNER_TEMP,
    toolCache: found.RUNNER_TOOL_CACHE ?? found.RUNNER_TEMP,
    repository: { id: found.GITHUB_REPOSITORY_ID, owner, name },
    run: {
      id: found.GITHUB_RUN_ID,
      attempt: found.GITHUB_RUN_ATTEMPT,
      url: `${found.GITHUB_SERVER_URL}/${found.GITHUB_REPOSITORY}/actions/runs/${found.GITHUB_RUN_ID}`,
    },
    actor: found.GITHUB_ACTOR,
    eventPath: found.GITHUB_EVENT_PATH ?? null,
    apiUrl: found.GITHUB_API_URL,
    actionRoot: found.ACTION_ROOT,
    uid,
    installEnvironment: pick(environment, INSTALL_VARIABLES),
  };
}

function pick(environment: Environment, names: RegExp): Record<string, string> {
  return Object.fromEntries(
    Object.entries(environment).filter(
      (entry): entry is [string, string] => names.test(entry[0]) && entry[1] !== undefined,
    ),
  );
}
