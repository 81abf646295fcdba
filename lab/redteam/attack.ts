import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { startModel } from '../model/server.ts';
import { readEvidence } from './evidence.ts';
import { makeHostileModel } from './hostile-model.ts';
import { openListeners, type Listeners } from './listeners.ts';
import { allOf, type Observed } from './observed.ts';
import { configOf } from './presets.ts';
import { endProcesses, processesOf } from './processes.ts';
import { patienceMs } from './patience.ts';
import { makeRepository } from './repository.ts';
import { runStage, type Job } from './run-stage.ts';
import type { Scenario } from './scenario.ts';
import { makeStage, putAction, putFiles, type Stage } from './stage.ts';
import { substitute } from './substitute.ts';
import { ticketFor } from './ticket.ts';
import { makeSecrets, markerOf, valuesOf, type Places, type Secrets } from './values.ts';
import { WRITER, type RedteamWorld } from './world.ts';

/** How long after its end a process of a run counts as a survivor. */
const SURVIVAL_MS = 2000;

/** Where a run is left when it is to be looked at by hand. */
export type AttackOptions = { holes: readonly string[]; signal: AbortSignal; keep?: boolean };

/** How much longer than it may take a run goes on before it is ended. */
const GRACE_MS = 1000;

/** Runs a scenario once, with the given holes in the layers, and returns what was seen. Cleans up behind itself. */
export async function attack(
  scenario: Scenario,
  world: RedteamWorld,
  options: AttackOptions,
): Promise<Observed> {
  const stage = await makeStage();
  const listeners = await openListeners();
  let run = '';
  try {
    const prepared = await prepare(scenario, world, stage, listeners);
    run = prepared.secrets.run;
    return await perform({ ...prepared, stage, listeners }, world, options);
  } finally {
    await listeners.close();
    const traces = run === '' ? [stage.root] : [stage.root, run];
    endProcesses(traces);
    if (!options.keep) await stage.dispose();
  }
}

type Prepared = { scenario: Scenario; secrets: Secrets; places: Places; job: Omit<Job, 'modelUrl'> };

/** Makes the repository, the files and the values; what is left to replace is left for the model's turns. */
async function prepare(
  written: Scenario,
  world: RedteamWorld,
  stage: Stage,
  listeners: Listeners,
): Promise<Prepared> {
  const places: Places = { outside: stage.outside, home: stage.home, tcp: listeners.tcp, dns: listeners.dns };
  const secrets = makeSecrets(written, '');
  const { model, ...rest } = written;
  const values = valuesOf(secrets, () => places);
  const scenario: Scenario = { ...substitute(rest, values), model };
  const config = scenario.config ?? configOf(scenario.profile);
  const made = await makeRepository(stage.root, config, scenario);
  const created = world.github.createRepository({
    owner: 'example',
    name: secrets.run,
    gitDir: made.gitDir,
    private: scenario.private,
  });
  secrets.canaries['github-token'] = world.github.mintJobToken(created.id, { contents: 'read' });
  const repository = { ...made, id: created.id, fullName: created.fullName, name: secrets.run };
  await putFiles(stage, scenario.files);
  for (const file of scenario.files.filter(({ socket }) => socket))
    await listeners.socket(join(file.in === 'home' ? stage.home : stage.outside, file.path));
  const ticketed =
    scenario.comment === undefined ? null : await ticketFor(scenario.comment, repository, scenario);
  const { number: issue } = world.github.createIssue(created.fullName, { title: 'Look', author: WRITER });
  return { scenario, secrets, places, job: { repository, ticketed, issue } };
}

async function perform(
  on: Prepared & { stage: Stage; listeners: Listeners },
  world: RedteamWorld,
  options: AttackOptions,
): Promise<Observed> {
  const { scenario, secrets, places, stage, listeners, job } = on;
  const place = (last: string) => {
    const began = allOf({ evidence: readEvidence(stage.evidence) }, 'began')[0];
    return { ...places, last, ...(began ? { checkout: began.checkout, temp: began.temp } : {}) };
  };
  const hostile = makeHostileModel(scenario.model, (last) => valuesOf(secrets, () => place(last)));
  const model = await startModel(hostile.answer, { apiKey: secrets.canaries['api-key'] ?? '' });
  const { markers } = scenario;
  const { run } = secrets;
  const order = {
    evidence: stage.evidence,
    outside: stage.outside,
    home: stage.home,
    run,
    markers,
    holes: [...new Set([...scenario.assume, ...options.holes])],
    task: scenario.task,
    commit: scenario.commit?.message ?? '',
    apiKey: secrets.canaries['api-key'] ?? '',
    configBlob: job.repository.configBlob,
    knownHash: join(world.compiled, 'cli.json'),
  };
  await putAction(stage, order, world);
  const misspelt = job.ticketed !== null && 'misspelt' in job.ticketed ? job.ticketed.misspelt : null;
  const mayTakeMs = patienceMs(scenario);
  const ended = AbortSignal.any([options.signal, AbortSignal.timeout(mayTakeMs + GRACE_MS)]);
  const began = Date.now();
  try {
    const outcome =
      misspelt === null
        ? await runStage({ ...job, modelUrl: model.url }, { scenario, secrets, stage, world, signal: ended })
        : { log: '', summary: '' };
    const tookMs = Date.now() - began;
    const alive = scenario.oracles.survivors ? await survivorsOf([run, stage.root]) : [];
    if (options.keep) await writeFile(join(stage.root, 'job.log'), outcome.log);
    if (options.keep)
      await writeFile(join(stage.root, 'requests.json'), JSON.stringify(model.requests, null, 1));
    const evidence = readEvidence(stage.evidence);
    const traces = allOf({ evidence }, 'traces').flatMap(({ names }) => names);
    return {
      scenario,
      secrets,
      evidence,
      tookMs,
      mayTakeMs,
      misspelt,
      survivors: alive,
      log: outcome.log,
      summary: outcome.summary,
      requests: model.requests,
      caught: listeners.caught,
      comments: world.github.listComments(`example/${run}`, job.issue).map(({ body }) => body),
      server: world.github.url,
      artifacts: artifactsOf(allOf({ evidence }, 'began')[0]?.temp),
      markers: markers.filter(
        (name) => traces.includes(name) || existsSync(markerOf(stage.outside, name, run)),
      ),
      model: { ended: hostile.ended(), said: hostile.said() },
    };
  } finally {
    await model.close();
  }
}

async function survivorsOf(words: string[]): Promise<string[]> {
  await sleep(SURVIVAL_MS);
  return processesOf(words).map(({ command }) => command);
}

function artifactsOf(temp: string | undefined): Observed['artifacts'] {
  if (temp === undefined || !existsSync(temp)) return {};
  const folders = readdirSync(temp).filter((name) => name.startsWith('agent-dispatch-result-'));
  return Object.fromEntries(
    folders.flatMap((folder) =>
      readdirSync(join(temp, folder)).map((name) => {
        const path = join(temp, folder, name);
        return [name, { text: readFileSync(path, 'utf8'), mode: statSync(path).mode }];
      }),
    ),
  );
}
