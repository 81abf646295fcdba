import { readConfig, type ConfigProblem } from '../../../../core/config/read.ts';
import { randomOf, type Random } from '../../random.ts';
import type { Trial } from '../trial.ts';
import { bomb } from './bombs.ts';
import { SECRET, validText } from './texts.ts';

type Read = ReturnType<typeof readConfig>;

const FILE = '.github/dispatch.yml';
const PIECES = [
  ':', ': ', '- ', '\n', '  ', '\t', '"', "'", '[', ']', '{', '}', '#', '|', '>', '&a', '*a', '!t', '%', '---\n', '...\n', '<<: ', '? ', ',', '\r', '\r\n',
  '\u0000', '\ufeff', '\u0085', '\u2028', '\ud800', '__proto__: ', 'constructor: ', 'toString', '0x10', '1e400', 'null', '~', 'yes', SECRET, '\\', '@', '`',
]; // prettier-ignore

/** One text: a configuration, one with changes at random, or one that must be refused. */
export function configTrial(seed: number, place: number): Trial {
  const random = randomOf(seed, place);
  const kind = random.below(100);
  if (kind < 20) {
    return trial(validText(random), (read) =>
      'config' in read ? null : `refused: ${read.problems[0]?.message}`,
    );
  }
  if (kind < 45)
    return trial(bomb(random), (read) => ('config' in read ? 'it was taken as a configuration' : null));
  return trial(changed(validText(random), random), () => null);
}

const untouched = shapeOfPrototypes();

function trial(text: string, meant: (read: Read) => string | null): Trial {
  return {
    shown: text,
    read: () => readConfig(text, FILE),
    wrong: (value) => {
      const read = value as Read;
      if (shapeOfPrototypes() !== untouched) return 'a prototype was changed';
      if (JSON.stringify(readConfig(text, FILE)) !== JSON.stringify(read)) return 'a second reading differs';
      return ('problems' in read ? badProblems(read.problems, text) : badConfig(read.config)) ?? meant(read);
    },
  };
}

function badProblems(problems: readonly ConfigProblem[], text: string): string | null {
  if (problems.length === 0 || problems.length > 20) return `${problems.length} problems`;
  const lines = text.split(/\r\n?|\n/).length;
  for (const { file, line, column, message, remedy, key } of problems) {
    if (file !== FILE || message === '' || remedy === '') return 'a problem without its words';
    if (!Number.isInteger(line) || line < 1 || line > lines + 1) return `line ${line} of ${lines}`;
    if (!Number.isInteger(column) || column < 1) return `column ${column}`;
    if ([message, remedy, key].some((words) => words.includes(SECRET))) return 'a problem repeats the secret';
    // eslint-disable-next-line no-control-regex
    if (/[^\t\x20-\x7e\u2018-\u2026]/.test(message + remedy + key)) return `odd characters in ${message}`;
  }
  return null;
}

function badConfig(config: object): string | null {
  return 'polluted' in config || 'agents' in config === false ? 'the configuration has no agents' : null;
}

/** The names on what all objects share: an assignment to `__proto__` would add one. */
function shapeOfPrototypes(): string {
  return [Object.prototype, Array.prototype, Function.prototype, String.prototype]
    .map((prototype) => Object.getOwnPropertyNames(prototype).join())
    .join(';');
}

function changed(text: string, random: Random): string {
  let now = text;
  for (let times = 1 + random.below(6); times > 0; times--) {
    const from = random.below(now.length + 1);
    const to = Math.min(now.length, from + random.below(30));
    const part = now.slice(from, to);
    const instead = random.pick([
      '',
      part + part,
      random.pick(PIECES) + part,
      random.pick(PIECES),
      `${part}\n${part}`,
    ]);
    now = now.slice(0, from) + instead + now.slice(to);
  }
  return now;
}
