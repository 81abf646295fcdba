import { isProtected } from '../protected.ts';
import type { Program } from './program.ts';
import { buildPrograms } from './programs/builds.ts';
import { filePrograms } from './programs/files.ts';
import { gitPrograms } from './programs/git.ts';
import { searchPrograms } from './programs/search.ts';
import { textPrograms } from './programs/text.ts';
import { literalOf, mayBecomeOption, mayBeMany, prefixOf, spelled, type Argument } from './words.ts';

const programs: Readonly<Record<string, Program>> = Object.assign(Object.create(null), {
  ...filePrograms,
  ...textPrograms,
  ...searchPrograms,
  ...gitPrograms,
  ...buildPrograms,
});

/** The table's entry for a program that is called by its plain name. */
export function programFor(name: string): Program | undefined {
  return programs[name];
}

type Scan = { program: Program; name: string; operands: Argument[]; values: Map<string, Argument[]> };

/** Says what in the words after a program's name is not known to be harmless; undefined when all is. */
export function objectionTo(name: string, program: Program, words: readonly Argument[]): string | undefined {
  const scan: Scan = { program, name, operands: [], values: new Map() };
  let at = 0;
  for (let word = words[0]; word !== undefined; word = words[at]) {
    at += 1;
    const text = literalOf(word);
    if (text === undefined) {
      const problem = unknownWord(scan, word);
      if (problem !== undefined) return problem;
      continue;
    }
    if (text === '--') {
      for (const operand of words.slice(at)) scan.operands.push(operand);
      break;
    }
    if (program.subcommands !== undefined && !text.startsWith('-'))
      return subcommand(name, program.subcommands, text, words.slice(at));
    const taken = takeOption(scan, text, words.slice(at, at + 3));
    if (typeof taken === 'string') return taken;
    at += taken;
  }
  return operandProblem(scan);
}

function operandProblem({ program, name, operands, values }: Scan): string | undefined {
  if (
    program.mostOperands !== undefined &&
    (operands.length > program.mostOperands || operands.some(mayBeMany))
  )
    return `${name} would write to its last argument`;
  const files = takesPattern({ program, values }) ? operands.slice(1) : operands;
  const closed = files.find((word) => isProtected(literalOf(word) ?? '', 'read'));
  if (closed !== undefined) return `${spelled(closed)} is closed to reading`;
  return program.objects?.(operands, values);
}

/** Whether the first operand is what is looked for, and not a file. */
function takesPattern({ program, values }: Pick<Scan, 'program' | 'values'>): boolean {
  return (
    program.pattern === true && !['-e', '-f', '--regexp', '--expression'].some((option) => values.has(option))
  );
}

function subcommand(
  name: string,
  known: Readonly<Record<string, Program>>,
  text: string,
  words: readonly Argument[],
): string | undefined {
  const program = Object.hasOwn(known, text) ? known[text] : undefined;
  if (program === undefined) return `${name} ${text} is not known to be harmless`;
  return objectionTo(`${name} ${text}`, program, words);
}

function unknownWord({ program, name, operands }: Scan, word: Argument): string | undefined {
  operands.push(word);
  if (program.subcommands !== undefined) return `what ${name} is to do is not known before: ${spelled(word)}`;
  if (program.harmless === true) return undefined;
  // Words that begin with a letter of a path are no options, however they go on; to find, `(` and the like are.
  if (!mayBecomeOption(word) && !/^[(!,]/.test(prefixOf(word))) return undefined;
  return `${spelled(word)} could become an option of ${name}`;
}

/** Returns how many of the next words belong to the option, or what is wrong with it. */
function takeOption(scan: Scan, text: string, next: readonly Argument[]): number | string {
  const { program, name, operands } = scan;
  if (!text.startsWith('-') || text === '-') {
    operands.push({ literal: text });
    return 0;
  }
  const refused = `the option ${text.split('=', 1).join('')} of ${name} is not known to be harmless`;
  if (program.dashWords !== undefined) {
    const count = Object.hasOwn(program.dashWords, text) ? program.dashWords[text] : undefined;
    return count === undefined ? refused : takeValues(scan, text, next, count);
  }
  if (program.numbers === true && /^-\d+$/.test(text)) return 0;
  if (text.startsWith('--')) return takeLong(scan, text, next, refused);
  for (let at = 1; at < text.length; at += 1) {
    const letter = text.charAt(at);
    if (program.flags?.includes(letter)) continue;
    if (!program.values?.includes(letter)) return refused;
    const glued = text.slice(at + 1);
    return glued === ''
      ? takeValues(scan, `-${letter}`, next, 1)
      : keep(scan, `-${letter}`, [{ literal: glued }]);
  }
  return 0;
}

function takeLong(scan: Scan, text: string, next: readonly Argument[], refused: string): number | string {
  const [option = ''] = text.split('=', 1);
  const glued = text.length > option.length;
  if (scan.program.long?.includes(option)) return 0;
  if (!scan.program.longValues?.includes(option)) return refused;
  if (!glued) return takeValues(scan, option, next, 1);
  return keep(scan, option, [{ literal: text.slice(option.length + 1) }]);
}

function keep({ values }: Scan, option: string, taken: readonly Argument[]): number {
  const before = values.get(option);
  if (before === undefined) values.set(option, [...taken]);
  else before.push(...taken);
  return 0;
}

function takeValues(scan: Scan, option: string, next: readonly Argument[], count: number): number | string {
  const taken = next.slice(0, count);
  for (const value of taken) {
    // A value that becomes two words would shift what follows; one that looks like an option may be one.
    if (mayBeMany(value)) return `${spelled(value)} could become an option of ${scan.name}`;
    if (/^-\D/.test(spelled(value))) return `the value ${spelled(value)} of ${option} looks like an option`;
  }
  keep(scan, option, taken);
  return taken.length;
}
