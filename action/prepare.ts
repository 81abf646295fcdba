import { join } from 'node:path';
import { resolveModel } from '../core/pricing/models.ts';
import { composePrompt } from '../core/launch/prompt.ts';
import type { Plan } from '../core/profile/plan.ts';
import { isRefusal, refuse, type Refusal } from '../core/refusal.ts';
import { openVerified, type Authority, type Verified } from '../core/ticket/verify.ts';
import { checkKey } from '../edge/broker/check-key.ts';
import { checkCage, type CageCheck } from '../edge/cage/check.ts';
import { installClaude, type InstalledClaude } from '../edge/claude/install.ts';
import { requestWithToken } from '../edge/github/with-token.ts';
import { randomId } from '../edge/keys/digest.ts';
import { lastCommit } from '../edge/runner/last-commit.ts';
import { allowNamespaces, installCagePrograms } from '../edge/runner/prepare-cage.ts';
import { checkCheckout, configure } from './configure.ts';
import type { RunInputs } from './inputs.ts';
import type { Machine } from './machine.ts';

/** Everything that had to hold before the agent may start. */
export type Prepared = {
  plan: Plan;
  systemPrompt: string;
  prompt: string;
  claude: InstalledClaude;
  cage: string;
  configCommit: string;
};

/** Finds out whether this run can start at all; the cheap questions come first. */
export async function prepare(
  verified: Verified,
  inputs: RunInputs,
  machine: Machine,
  cancelled: AbortSignal,
): Promise<Prepared | Refusal> {
  const authority = openVerified(verified);
  if (inputs.apiKey === '') return noKey();
  const checkout = await checkCheckout(authority, machine);
  if (isRefusal(checkout)) return checkout;
  const configured = await configure(
    authority,
    machine,
    requestWithToken(machine.apiUrl, inputs.githubToken),
  );
  if (isRefusal(configured)) return configured;
  const [cage, key] = await Promise.all([readyCage(machine), checkKey(inputs.baseUrl, inputs.apiKey)]);
  if (isRefusal(cage)) return cage;
  if (key) return key;
  const model = resolveModel(configured.plan.model);
  if (isRefusal(model)) return model;
  const claude = await install(machine, cancelled);
  return {
    ...configured,
    // One full name for the CLI, the broker and the price, whatever alias the profile uses.
    plan: { ...configured.plan, model },
    claude,
    cage: cage.description,
    prompt: composePrompt({
      task: taskOf(authority),
      repository: `${machine.repository.owner}/${machine.repository.name}`,
      headSha: checkout.headSha,
      lastCommit: await lastCommit(machine.workspace, cancelled),
      fence: `untrusted-${randomId()}`,
    }),
  };
}

/** Looks for a working cage; where one is missing for a reason that can be mended here, mends it and looks again. */
async function readyCage(machine: Machine): Promise<CageCheck> {
  let cage = await checkCage(machine.uid);
  if (isRefusal(cage) && cage.code === 'no-cage-program') {
    await installCagePrograms(machine.uid, machine.installEnvironment);
    cage = await checkCage(machine.uid);
  }
  if (isRefusal(cage) && cage.code === 'no-namespaces') {
    await allowNamespaces(machine.uid);
    cage = await checkCage(machine.uid);
  }
  return cage;
}

function taskOf(authority: Authority): string {
  return authority.kind === 'ticket' ? authority.ticket.task : authority.task;
}

function install(machine: Machine, cancelled: AbortSignal): Promise<InstalledClaude> {
  const { PATH = '/usr/local/bin:/usr/bin:/bin', ...npmSettings } = machine.installEnvironment;
  return installClaude({
    toolCache: machine.toolCache,
    pinFolder: join(machine.actionRoot, 'edge', 'claude', 'cli'),
    path: PATH,
    npmSettings,
    cancelled,
  });
}

function noKey(): Refusal {
  return refuse(
    'no-key',
    'The input `anthropic-api-key` is empty.',
    'Set it to `${{ secrets.ANTHROPIC_API_KEY }}` and add that secret to the repository (forks do not get secrets).',
  );
}
