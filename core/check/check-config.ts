import { BROKEN } from '../config/broken-config.ts';
import type { Config } from '../config/config.ts';
import { placesIn } from '../config/place.ts';
import type { ConfigProblem, Path } from '../config/problem.ts';
import { readConfig } from '../config/read.ts';
import { pricedModel } from '../pricing/models.ts';
import { whyNotCacheable } from '../profile/cacheable.ts';
import { servedOutputs } from '../output/planned.ts';
import { beyondParent } from '../profile/child.ts';
import { compile, plainFacts, type Compiled, type RunFacts } from '../profile/compile.ts';
import type { Operator } from '../profile/operator.ts';
import type { Plan } from '../profile/plan.ts';
import { resolve } from '../profile/resolve.ts';
import { asWorker } from '../profile/worker.ts';
import { isRefusal, type Refusal } from '../refusal.ts';

/** One thing that the check found, at its place in the file. */
export type CheckFinding = ConfigProblem & { level: 'error' | 'warning'; code: string };

/** What one agent may do, and at most spends. */
export type AgentRow = {
  agent: string;
  tools: string[];
  workspace: Plan['workspace'];
  hosts: string[];
  /** By what may start it: whether it then starts, in a public repository, without a fork. */
  triggers: { trigger: Plan['triggers'][number]; verdict: Compiled['kind'] }[];
  /** It is a group of agents. */
  isGroup?: true;
  /** The broker refuses what might go beyond it. US dollars. */
  worstCaseUsd: number;
};

export type Checked = {
  findings: CheckFinding[];
  agents: AgentRow[];
  /** Of one run of each agent, in US dollars. */
  worstCaseUsd: number;
};

/**
 * Checks a whole configuration: the file, then each agent with each of its triggers, as a run would compile it.
 * `isFile` tells whether the repository holds a file, by its path from the top.
 */
export function checkConfig(
  text: string,
  file: string,
  isFile: (path: string) => boolean,
  operator: Operator = {},
): Checked {
  const read = readConfig(text, file);
  if ('problems' in read) {
    const findings = read.problems.map((one) => ({ ...one, level: 'error' as const, code: BROKEN }));
    return { findings, agents: [], worstCaseUsd: 0 };
  }
  const placeOf = placesIn(text);
  const plans = Object.keys(read.config.agents).flatMap((name) => {
    const plan = resolve(read.config, name);
    return isRefusal(plan) ? [] : [plan];
  });
  const findings = plans.flatMap((plan) =>
    troublesOf(plan, read.config, isFile, operator).map(({ level, refusal, path }) => ({
      file,
      ...placeOf(path),
      key: path.join('.'),
      level,
      code: refusal.code,
      message: refusal.because,
      remedy: refusal.remedy,
    })),
  );
  const agents = plans.map((plan) => rowOf(plan, read.config, operator));
  const total = agents.reduce((sum, { worstCaseUsd }) => sum + worstCaseUsd, 0);
  return { findings, agents, worstCaseUsd: total };
}

function rowOf(plan: Plan, config: Config, operator: Operator): AgentRow {
  const { agent, tools, workspace, egress, triggers, budgetUsd } = plan;
  const verdicts = triggers.map((trigger) => ({
    trigger,
    verdict: compile(config, agent, { ...plainFacts, trigger }, operator).kind,
  }));
  const row = { agent, tools, workspace, hosts: egress, triggers: verdicts, worstCaseUsd: budgetUsd };
  return plan.group === undefined ? row : { ...row, isGroup: true };
}

type Trouble = { level: CheckFinding['level']; refusal: Refusal; path: Path };

function troublesOf(
  plan: Plan,
  config: Config,
  isFile: (path: string) => boolean,
  operator: Operator,
): Trouble[] {
  const path: Path = [plan.group === undefined ? 'agents' : 'groups', plan.agent];
  const { systemPrompt } = plan;
  const missing =
    typeof systemPrompt === 'string' || isFile(systemPrompt.file) ? null : noPrompt(systemPrompt.file);
  const priced = pricedModel(plan.model, plan.ownPrice);
  return [
    ...(missing === null ? [] : [error(missing, [...path, 'system_prompt_file'])]),
    ...(isRefusal(priced) ? [error(priced, [...path, 'model'])] : []),
    ...notCached(plan, path),
    ...notWorking(plan, config, path),
    ...notHandedOn(plan, config, path),
    ...notStarting(plan, config, operator).map(({ level, refusal }) => ({ level, refusal, path })),
  ];
}

/** Hours for which nothing is kept look as if something were. */
function notCached(plan: Plan, path: Path): Trouble[] {
  const why = plan.cacheHours === null ? null : whyNotCacheable(plan);
  if (why === null) return [];
  const refusal = {
    refused: true,
    code: 'cache-unused',
    because: `Answers of ${plan.agent} are not given again, whatever \`cache_hours\` says: ${why}.`,
    remedy: 'Remove `cache_hours` here, or what stands in its way.',
  } as const;
  return [{ level: 'warning', refusal, path: [...path, 'cache_hours'] }];
}

/** Why an agent that a lead names would never work for it. */
function notWorking(lead: Plan, config: Config, path: Path): Trouble[] {
  return lead.mayDispatch.flatMap((name, index) => {
    const agent = resolve(config, name);
    const isGroup = lead.group !== undefined;
    const worker = isRefusal(agent) ? agent : asWorker(lead, agent, isGroup ? 'member' : 'sublead');
    const at = isGroup ? path : [...path, 'may_dispatch', index];
    return isRefusal(worker) ? [error(worker, at)] : [];
  });
}

/** Why an agent that another one may hand tasks on to would never be started by it. */
function notHandedOn(plan: Plan, config: Config, path: Path): Trouble[] {
  const limits = servedOutputs(plan.outputs).find(({ kind }) => kind === 'dispatch')?.limits;
  const agents = (limits?.['agents'] ?? []) as readonly string[];
  return agents.flatMap((name) => {
    const child = resolve(config, name);
    const why = isRefusal(child) ? child : beyondParent(plan, child, { ...plainFacts, trigger: 'comment' });
    return why === null ? [] : [error(why, [...path, 'outputs'])];
  });
}

/** Why an agent does not start, each reason once: as an error where it never does, else as a warning. */
function notStarting(plan: Plan, config: Config, operator: Operator): Omit<Trouble, 'path'>[] {
  const refusedWith = (facts: Omit<RunFacts, 'trigger'>) =>
    plan.triggers
      .map((trigger) => compile(config, plan.agent, { ...facts, trigger }, operator))
      .find((compiled) => compiled.kind !== 'plan');
  const always = refusedWith(plainFacts);
  if (always !== undefined) return [{ level: 'error', refusal: always.refusal }];
  const inPrivate = refusedWith({ ...plainFacts, repository: { private: true } });
  if (inPrivate === undefined) return [];
  const { because, ...rest } = inPrivate.refusal;
  return [
    {
      level: 'warning',
      refusal: { ...rest, because: `In a private repository it does not start. ${because}` },
    },
  ];
}

function error(refusal: Refusal, path: Path): Trouble {
  return { level: 'error', refusal, path };
}

function noPrompt(file: string): Refusal {
  return {
    refused: true,
    code: 'missing-prompt',
    because: `\`system_prompt_file\` names ${file}, which this repository does not hold.`,
    remedy: 'Add the file, or write the prompt into `system_prompt`.',
  };
}
