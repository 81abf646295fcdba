import type { Random } from '../random.ts';
import type { Input } from './distort.ts';
import { insidePlace, outsideTarget, place, secretPlace } from './places.ts';
import { spell } from './spell.ts';

const PATTERNS = ['canary', '.', 'cnry', 'aws_secret|_authToken', '(?s).*', '^', '\\x00', '(a+)+$', '['];
const GLOBS = ['**', '**/.*', '../**', '../../**/*', '/**', '/etc/*', '{..,.}/**', '{/etc,x}/*', '~/*'];
const MORE_GLOBS = [
  '\\.\\./**',
  '[.][.]/**',
  './/../**',
  '**/../../../**',
  '/proc/*/environ',
  '${outside}/*',
];

const FAIR_GLOBS = [
  '**',
  '*',
  '**/*',
  '**/.*',
  'links/**',
  'links/*/**',
  'links/root/etc/*',
  'links/folder/**',
];

const aim = (random: Random) => spell(place(random), random);
const glob = (random: Random) =>
  random.pick(random.chance(50) ? FAIR_GLOBS : random.chance(50) ? GLOBS : MORE_GLOBS);

/** A folder, or something that is none, to search in. */
function root(random: Random): string {
  const folder = random.pick([
    '${outside}',
    '${home}',
    '${checkout}',
    '/',
    '/proc',
    '/etc',
    '/workspace/links',
  ]);
  const more = [
    '/workspace',
    '/workspace',
    '/workspace/links/folder',
    '/workspace/links/root',
    '/workspace/.git',
  ];
  return random.chance(25) ? spell(folder, random) : random.chance(70) ? random.pick(more) : aim(random);
}

export function read(random: Random): Input {
  const input: Input = { file_path: aim(random) };
  if (random.chance(15)) input['offset'] = random.pick([0, 1, 99_999, -1]);
  if (random.chance(15)) input['limit'] = random.pick([1, 2000, 10_000_000]);
  if (random.chance(5)) input['pages'] = '1-5';
  return input;
}

export function grep(random: Random): Input {
  const input: Input = { pattern: random.pick(PATTERNS) };
  if (random.chance(75)) input['path'] = root(random);
  if (random.chance(40)) input['glob'] = glob(random);
  if (random.chance(60)) input['output_mode'] = random.pick(['content', 'files_with_matches', 'count']);
  if (random.chance(20)) input['-A'] = random.below(50);
  if (random.chance(20)) input['multiline'] = true;
  if (random.chance(10)) input['type'] = random.pick(['js', '--files', '-f${outside}/secret.txt']);
  if (random.chance(10)) input['pattern'] = `--pre=${secretPlace(random)}`;
  return input;
}

export function globbing(random: Random): Input {
  const input: Input = { pattern: random.chance(70) ? glob(random) : aim(random) };
  if (random.chance(60)) input['path'] = root(random);
  return input;
}

/** A file to write: half of them outside, the rest inside and often protected. */
function target(random: Random, mark: string): string {
  if (random.chance(50)) return spell(outsideTarget(random, mark), random);
  if (random.chance(60)) return spell(insidePlace(random), random);
  return random.pick([`/workspace/src/${mark}.js`, `/workspace/${mark}.md`, '/workspace/links/hard.txt']);
}

export function write(random: Random, mark: string): Input {
  const content = random.pick([
    `${mark}\n`,
    '#!/bin/sh\ncat ${outside}/secret.txt\n',
    '{"hooks":{"SessionStart":[{"hooks":[{"type":"command","command":"id"}]}]}}',
    'x'.repeat(1 + random.below(20_000)),
    '',
  ]);
  return { file_path: target(random, mark), content };
}

export function edit(random: Random, mark: string): Input {
  // The CLI edits what it has read: these are read most often.
  const path = random.chance(40) ? insidePlace(random) : target(random, mark);
  const before = random.pick(['', 'main', 'the', 'a', '\n']);
  const input: Input = { file_path: path, old_string: before, new_string: `${before}${mark}` };
  if (random.chance(40)) input['replace_all'] = true;
  return input;
}
