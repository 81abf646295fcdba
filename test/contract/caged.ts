import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { onTestFinished } from 'vitest';
import { runInCage, type CagedRun } from '../../action/run-in-cage.ts';
import type { Layers } from '../../action/caged-job.ts';
import type { Transport } from '../../core/launch/inside.ts';
import { composePrompt } from '../../core/launch/prompt.ts';
import type { OutputFacts } from '../../core/output/kinds/kind.ts';
import type { Plan } from '../../core/profile/plan.ts';
import { isRefusal } from '../../core/refusal.ts';
import type { BrokerEvent } from '../../edge/broker/serve.ts';
import type { Note } from '../../edge/claude/supervision.ts';
import { localFooting } from '../../lab/footing.ts';
import { startModel, type RecordedRequest } from '../../lab/model/server.ts';
import type { Script, TurnFunction } from '../../lab/model/script.ts';
import { realClaude } from '../real-claude.ts';
import { plan } from './plan.ts';

export { plan } from './plan.ts';

export type Caged = { run: CagedRun; notes: Note[]; requests: RecordedRequest[] };

export type CagedOptions = {
  files?: Record<string, string>;
  /** Links in the checkout: name to target. */
  links?: Record<string, string>;
  plan?: Partial<Plan>;
  task?: string;
  /** What the run is about, as it was composed. */
  context?: string;
  /** The version that the CLI is expected to name; the installed one when absent. */
  version?: string;
  outputFacts?: OutputFacts;
  transport?: Transport;
  layers?: Layers;
  compared?: Promise<void>;
  /** Filled with what the broker tells. */
  brokerEvents?: BrokerEvent[];
  /** Filled with what the model was asked, also when the run throws. */
  requests?: RecordedRequest[];
};

/** Runs the pinned CLI in the real cage against a scripted model, without anything around it. */
export async function runCaged(script: Script | TurnFunction, options: CagedOptions = {}): Promise<Caged> {
  const root = mkdtempSync(join(tmpdir(), 'dispatch-contract-'));
  const model = await startModel(script);
  onTestFinished(async () => {
    await model.close();
    rmSync(root, { recursive: true, force: true });
  });
  const workspace = join(root, 'checkout');
  for (const [path, text] of Object.entries({ 'a.txt': 'alpha\n', ...options.files })) {
    mkdirSync(dirname(join(workspace, path)), { recursive: true });
    writeFileSync(join(workspace, path), text);
  }
  for (const [path, target] of Object.entries(options.links ?? {}))
    symlinkSync(target, join(workspace, path));
  const installed = await realClaude();
  const notes: Note[] = [];
  const requests = options.requests ?? [];
  const task = options.task ?? 'look';
  const run = await runInCage(
    {
      plan: { ...plan, ...options.plan },
      systemPrompt: 'Test.',
      prompt: composePrompt({
        task,
        context: options.context ?? null,
        repository: 'a/b',
        headSha: null,
        lastCommit: null,
        fence: 'fence',
      }),
      claude: {
        ...installed,
        version: options.version ?? installed.version,
        transport: options.transport ?? installed.transport,
        compared: options.compared ?? Promise.resolve(),
      },
      ...(options.outputFacts ? { outputFacts: options.outputFacts } : {}),
      workspace,
      temp: root,
      ...(await localFooting()),
      upstream: new URL(model.url),
      apiKey: 'dummy-key',
      cancelled: new AbortController().signal,
      onNote: (note) => notes.push(note),
      onBrokerEvent: (event) => void options.brokerEvents?.push(event),
    },
    options.layers,
  ).finally(() => requests.push(...model.requests.filter((one) => one.path.startsWith('/v1/messages'))));
  if (isRefusal(run)) throw new Error(run.because);
  return { run, notes, requests };
}
