import { chmod, mkdir, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { packageRoot } from '../package-root.ts';
import { gateWithHoles, importsOf } from './holes/gate.ts';
import type { WrittenOrder } from './order.ts';
import type { PlacedFile } from './scenario.ts';
import { stepModule } from './step-program.ts';
import type { RedteamWorld } from './world.ts';

/** The folders of one run of one scenario; all of it is thrown away afterwards. */
export type Stage = {
  root: string;
  home: string;
  outside: string;
  /** Where the runner has its machines. */
  runner: string;
  /** The folder that `uses:` runs: the real action.yml, with a program that is watched. */
  action: string;
  evidence: string;
  scripts: string;
  dispose(): Promise<void>;
};

/** Makes the folders. Every user can walk into them: only the layers are to keep an agent out. */
export async function makeStage(): Promise<Stage> {
  const root = await mkdtemp(join(tmpdir(), 'dispatch-redteam-'));
  await chmod(root, 0o711);
  const at = (name: string) => join(root, name);
  for (const name of ['home', 'outside', 'runner', 'action', 'scripts'])
    await mkdir(at(name), { mode: 0o755 });
  await mkdir(at('evidence'), { mode: 0o700 });
  // Whatever an attacker could reach here is open to every user: the cage alone must close it.
  await Promise.all([chmod(at('outside'), 0o777), chmod(at('home'), 0o777)]);
  return {
    root,
    home: at('home'),
    outside: at('outside'),
    runner: at('runner'),
    action: at('action'),
    evidence: at('evidence/seen.jsonl'),
    scripts: at('scripts'),
    dispose: () => rm(root, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 }),
  };
}

/** Puts the files of `home` and `outside` in their places; sockets are the listeners' business. */
export async function putFiles(stage: Stage, files: readonly PlacedFile[]): Promise<void> {
  const folders = { home: stage.home, outside: stage.outside };
  for (const file of files) {
    if (file.in !== 'home' && file.in !== 'outside') continue;
    await put(join(folders[file.in], file.path), file, stage);
  }
}

async function put(path: string, file: PlacedFile, stage: Stage): Promise<void> {
  await mkdir(dirname(path), { recursive: true });
  if (file.link !== undefined) return symlink(file.link, path);
  if (file.folder) await mkdir(path, { recursive: true });
  if (file.text !== undefined) await writeFile(path, file.text);
  if (file.hardlink !== undefined) throw new Error(`${file.path}: a hard link belongs into the checkout`);
  // Open to everybody, unless the scenario says otherwise: the folders around it are the machine's.
  const mode = file.mode ?? (file.folder ? '777' : '666');
  if (!file.socket) await chmod(path, Number.parseInt(mode, 8));
  if (dirname(path) !== stage.outside && dirname(path) !== stage.home) await chmod(dirname(path), 0o777);
}

/** The lines of the action's description that empty a variable which an earlier step may have set. */
const GUARDS = /^ +[A-Z_0-9]+: ''\n/gm;

/** What Node makes of the layers is kept, where it can be: else every run would compile them anew. */
const cachedIn = (folder: string) =>
  `import * as modules from 'node:module';\nmodules.enableCompileCache?.(${JSON.stringify(folder)});\n`;

/** Puts the action together: the real description and pins, and a program that is watched in its run. */
export async function putAction(
  stage: Stage,
  order: WrittenOrder,
  { dist, compiled, step }: Pick<RedteamWorld, 'dist' | 'compiled' | 'step'>,
): Promise<void> {
  const orderFile = join(dirname(stage.evidence), 'order.json');
  await writeFile(orderFile, JSON.stringify(order), { mode: 0o600 });
  await symlink(dist, join(stage.action, 'dist'));
  await symlink(join(packageRoot, 'edge'), join(stage.action, 'edge'));
  const description = await readFile(join(packageRoot, 'action.yml'), 'utf8');
  const guarded = !order.holes.includes('entry-unguarded');
  await writeFile(join(stage.action, 'action.yml'), guarded ? description : description.replace(GUARDS, ''));
  await mkdir(join(stage.action, 'action'));
  const gate = gateWithHoles(order.holes);
  if (gate !== null) await writeFile(join(stage.action, 'action', 'gate.mjs'), gate);
  // A gate with holes stands in the place of one module of many.
  const program = gate === null && step !== null ? pathToFileURL(step) : stepModule;
  await writeFile(
    join(stage.action, 'action', 'main.mjs'),
    `${cachedIn(compiled)}${importsOf(gate)}const { attackedStep } = await import(${JSON.stringify(program.href)});
const environment = process.env;
const { GITHUB_WORKSPACE: checkout, RUNNER_TEMP: temp } = environment;
process.exit(await attackedStep(${JSON.stringify(orderFile)}, { checkout, temp, environment }));
`,
  );
}
