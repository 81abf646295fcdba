import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { layers, type Layers } from '../../action/caged-job.ts';
import type { Crew } from '../../action/fleet/crew.ts';
import { openRunFleet } from '../../action/fleet/run-fleet.ts';
import { makeRecorder } from '../../action/record.ts';
import { runInCage, type CagedRun } from '../../action/run-in-cage.ts';
import type { AuditEntry } from '../../core/audit/entry.ts';
import { noProof, follow, objectionToEnd } from '../../core/audit/proof.ts';
import { plannedFleet } from '../../core/config/fleet.ts';
import type { Plan } from '../../core/profile/plan.ts';
import { isRefusal } from '../../core/refusal.ts';
import { openAuditLog } from '../../edge/files/audit-log.ts';
import { sha256 } from '../../edge/keys/digest.ts';
import { localFooting } from '../../lab/footing.ts';
import { startModel, type RecordedRequest } from '../../lab/model/server.ts';

import type { TurnFunction } from '../../lab/model/script.ts';
import { quietDesk } from '../action/quiet-desk.ts';
import { realClaude } from '../real-claude.ts';
import { plan } from './plan.ts';

/** What a fleet came to: the lead's run, everybody in it, and the record, which holds. */
export type FleetRun = {
  run: CagedRun;
  crew: Crew;
  entries: AuditEntry[];
  requests: readonly RecordedRequest[];
  /** What lies in the job's folder for temporary files afterwards. */
  leftBehind: string[];
};

/** A lead without tools of the CLI, who may start these agents. */
export function leadOf(mayDispatch: string[], limits: Parameters<typeof plannedFleet>[1] = {}): Plan {
  return {
    ...idle,
    agent: 'lead',
    budgetUsd: 1,
    systemPrompt: 'You lead.',
    mayDispatch,
    fleet: plannedFleet(mayDispatch, limits),
  };
}

/** An agent that has nothing but what its place gives it. */
export const idle: Plan = {
  ...plan,
  agent: 'helper',
  tools: [],
  allowedTools: [],
  taintedTools: [],
  workspace: 'read-only',
  budgetUsd: 0.2,
};

type FleetOptions = {
  lead: Plan;
  team: readonly Plan[];
  use?: Layers;
  cancelled?: AbortSignal;
  /** Changes who serves whom: a hole for ablations. */
  bound?: ((crew: Crew) => void) | undefined;
};

/** Runs a lead and its workers: real cages, the real broker, the real CLI where no layer says otherwise. */
export async function runFleet(
  model: TurnFunction,
  { lead, team, use = layers, cancelled = new AbortController().signal, bound }: FleetOptions,
): Promise<FleetRun> {
  const root = mkdtempSync(join(tmpdir(), 'dispatch-fleet-'));
  const served = await startModel(model);
  try {
    return await playFleet(root, served, { lead, team, use, cancelled, bound });
  } finally {
    await served.close();
    rmSync(root, { recursive: true, force: true });
  }
}

async function playFleet(
  root: string,
  served: Awaited<ReturnType<typeof startModel>>,
  { lead, team, use, cancelled, bound }: Required<Omit<FleetOptions, 'bound'>> & Pick<FleetOptions, 'bound'>,
): Promise<FleetRun> {
  mkdirSync(join(root, 'checkout'));
  writeFileSync(join(root, 'checkout', 'a.txt'), 'alpha\n');
  const audit = openAuditLog(root);
  const recorder = makeRecorder(quietDesk(), audit, lead.policy);
  recorder.write(startOf(lead));
  const fleet = openRunFleet({
    prepared: {
      plan: lead,
      team: new Map(team.map((one) => [one.agent, { plan: one, systemPrompt: `You are ${one.agent}.` }])),
      headSha: null,
    },
    job: {
      plan: lead,
      systemPrompt: 'You lead.',
      prompt: 'Lead.',
      claude: { ...(await realClaude()), compared: Promise.resolve() },
      workspace: join(root, 'checkout'),
      temp: root,
      ...(await localFooting()),
      upstream: new URL(served.url),
      apiKey: 'dummy-key',
      cancelled,
      onNote: recorder.onNote,
    },
    repository: 'a/b',
    desk: quietDesk(),
    audit,
    recorder,
    layers: use,
  });
  bound?.(fleet.crew);
  const run = await runInCage(fleet.job, use);
  if (isRefusal(run)) throw new Error(run.because);
  recorder.write({
    type: 'end',
    outcome: 'success',
    because: null,
    cost_usd: run.spentMicroUsd / 1e6,
    turns: null,
  });
  audit.close();
  return {
    run,
    crew: fleet.crew,
    entries: provenEntries(join(root, 'audit.jsonl')),
    requests: served.requests,
    leftBehind: readdirSync(root).toSorted(),
  };
}

function startOf({ agent, model }: Plan): object {
  const digest = '0'.repeat(64);
  return {
    type: 'start',
    job_id: null,
    agent,
    actor: 'ada',
    model,
    plan_sha256: digest,
    task_sha256: digest,
    cli_version: null,
    cage: null,
  };
}

/** The entries of a record that chains from its first line to its last. */
function provenEntries(path: string): AuditEntry[] {
  let proof = noProof;
  const entries = readFileSync(path, 'utf8')
    .trimEnd()
    .split('\n')
    .map((line) => {
      const next = follow(proof, line, sha256);
      if ('broken' in next) throw new Error(`line ${next.broken}: ${next.because}`);
      proof = next.proof;
      return next.entry;
    });
  const objection = objectionToEnd(proof);
  if (objection !== null) throw new Error(objection.because);
  return entries;
}
