import type { Random } from '../random.ts';

type Spelling = (path: string, random: Random) => string;

const climb = (levels: number) => '../'.repeat(levels);

/** Ways to write a path that a careless check takes for another one. */
const SPELLINGS: readonly Spelling[] = [
  (path) => `/workspace/${climb(4)}${path.slice(1)}`,
  (path) => `${climb(9)}${path.slice(1)}`,
  (path) => `/workspace/src/..//../${path.slice(1)}`,
  (path) => `//${path}`,
  (path) => path.replaceAll('/', '//'),
  (path) => path.replaceAll('/', '/./'),
  (path) => `/proc/self/root${path}`,
  (path) => `/proc/1/root${path}`,
  (path) => `/proc/self/cwd/../${path.slice(1)}`,
  (path) => `/proc/\${pid}/root${path}`,
  (path) => `/proc/thread-self/root${path}`,
  (path) => `/dev/fd/../../..${path}`,
  (path) => `/dev/../${path}`,
  (path) => `${path}/`,
  (path) => `${path}/.`,
  (path) => `${path}.`,
  (path) => `${path} `,
  (path) => ` ${path}`,
  (path) => `${path}\n`,
  (path) => `${path}\0`,
  (path) => `/workspace/README.md\0${path}`,
  (path) => `${path}\0.md`,
  (path) => `file://${path}`,
  (path) => `~${path}`,
  (path) => `~/../..${path}`,
  (path) => `$HOME/../..${path}`,
  (path) => `\${HOME}/../..${path}`,
  (path) => `\`echo ${path}\``,
  (path) => `$(echo ${path})`,
  (path) => `@${path}`,
  (path) => `"${path}"`,
  (path) => path.replaceAll('/', '\\'),
  (path) => path.replaceAll('/', '\u2215'),
  (path) => path.replaceAll('/', '\uff0f'),
  (path) => `/workspace/\u2024\u2024/\u2024\u2024${path}`,
  (path) => `/workspace/${climb(4).replaceAll('.', '\uff0e')}${path.slice(1)}`,
  (path) => path.replaceAll('.', '%2e').replaceAll('/', '%2f'),
  (path) => `/workspace/%2e%2e/%2e%2e${path}`,
  (path) => `/workspace/..%00/..${path}`,
  (path) => path.replaceAll('e', '\u0435'),
  (path) => path.normalize('NFD').replaceAll('s', 's\u0323'),
  (path) => `\u202e${path}`,
  (path) => path.replaceAll('/', '/\u200b'),
  (path) => path.toUpperCase(),
  (path) => `${path}:stream`,
  (path) => `/workspace/${'a/../'.repeat(700)}${climb(3)}${path.slice(1)}`,
  (path) => `/workspace/${'x'.repeat(5000)}/../..${path}`,
  (path) => `${path}${'/.'.repeat(2100)}`,
  (path, random) => `${path.slice(0, -1)}${random.pick(['?', '*', '[a-z]', '{t,x}'])}`,
];

/** Writes a path as an attacker might: half of the time as it is, and mostly so where it looks harmless. */
export function spell(path: string, random: Random): string {
  if (random.chance(path.startsWith('/workspace/') ? 75 : 45)) return path;
  const once = random.pick(SPELLINGS)(path, random);
  return random.chance(10) ? random.pick(SPELLINGS)(once, random) : once;
}
