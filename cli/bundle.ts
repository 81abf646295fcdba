// TypeScript's output in a folder → the programs that the action runs: `node cli/bundle.ts FOLDER`.
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { rolldown, type OutputChunk } from 'rolldown';

/** What a program is made of, its name and its folder, and whether it may load a part of itself later. */
type Program = { from: string; to: string; folder: string; split: boolean };

const PROGRAMS: readonly Program[] = [
  { from: 'build/action/index.js', to: 'index', folder: 'dist', split: true },
  // The broker is a process of its own, and the less it loads the less there is beside the key.
  { from: 'build/edge/broker/main.js', to: 'broker', folder: 'dist', split: false },
];
/** No part of the action: it can put holes into the layers. */
const ATTACKED: Program = {
  from: 'build/lab/redteam/step.js',
  to: 'attacked-step',
  folder: 'build',
  split: false,
};

/**
 * Packages whose modules only declare things. Of the runner's toolkit the action uses a few lines; without this
 * list its client of HTTP would be loaded, too, at the start of every run.
 */
const DECLARE_ONLY = /\/node_modules\/(@actions|undici|tunnel)\//;

const root = process.argv[2] ?? '.';
const modules = new Set<string>();
for (const program of PROGRAMS)
  for (const chunk of await bundle(program)) for (const id of chunk.moduleIds) modules.add(id);
await bundle(ATTACKED);
writeFileSync(join(root, 'dist/licenses.txt'), licensesOf([...modules]));
// Whatever folder the bundles are copied to, they are modules.
writeFileSync(join(root, 'dist/package.json'), '{\n  "type": "module"\n}\n');

async function bundle({ from, to: name, folder, split }: Program): Promise<OutputChunk[]> {
  const build = await rolldown({
    // From inside, so that the bundle does not name the folder it was made in: two builds give the same bytes.
    cwd: root,
    input: { [name]: join(root, from) },
    platform: 'node',
    treeshake: { moduleSideEffects: (id) => !DECLARE_ONLY.test(id) },
    onLog(level, log) {
      if (level === 'warn') throw new Error(`${name}: ${log.message}`);
    },
  });
  const { output } = await build.write({
    dir: join(root, folder),
    format: 'esm',
    codeSplitting: split,
    entryFileNames: '[name].js',
    chunkFileNames: `${name}-[name].js`,
  });
  await build.close();
  return output.filter((one) => one.type === 'chunk');
}

/** Name, licence and licence text of each package that a bundle holds a part of. */
function licensesOf(ids: readonly string[]): string {
  const folders = new Set(
    ids.filter((id) => id.includes('/node_modules/')).map((id) => packageFolder(dirname(id))),
  );
  return [...folders].map(licenseOf).toSorted().join('\n\n');
}

/** Up to the folder whose package.json has a name; those within a package only say what kind of module it holds. */
function packageFolder(folder: string): string {
  const file = join(folder, 'package.json');
  const named = existsSync(file) && 'name' in (JSON.parse(readFileSync(file, 'utf8')) as object);
  return named ? folder : packageFolder(dirname(folder));
}

function licenseOf(folder: string): string {
  const { name, license } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as {
    name: string;
    license: string;
  };
  const file = readdirSync(folder).find((one) => /^licen[cs]e/i.test(one));
  const text = file === undefined ? '' : readFileSync(join(folder, file), 'utf8');
  return `${name}\n${license}\n${text}`;
}
