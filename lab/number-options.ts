import { parseArgs } from 'node:util';
import { wholeNumber } from './whole-number.ts';

/** An option that is a whole number: what it is when nobody gives it, and its limits. */
export type NumberOption = { readonly default: number; readonly least: number; readonly most: number };

/** What picks one sequence of random cases. */
export const SEED: NumberOption = { default: 1, least: 0, most: 2 ** 31 - 1 };

/** How many work side by side. */
export const JOBS: NumberOption = { default: 2, least: 1, most: 16 };

/** The options of a command line that takes nothing but numbers; null after it was told what is wrong with it. */
export function numberOptions<Name extends string>(
  args: string[],
  help: string,
  wanted: Readonly<Record<Name, NumberOption>>,
): Record<Name, number> | null {
  return orHelp(help, () => {
    const entries = Object.entries<NumberOption>(wanted);
    const options: Record<string, { type: 'string' }> = Object.fromEntries(
      entries.map(([name]) => [name, { type: 'string' }]),
    );
    const { values } = parseArgs({ args, options });
    const numbers = entries.map(([name, option]) => [
      name,
      wholeNumber(`--${name}`, values[name] ?? String(option.default), option.least, option.most),
    ]);
    return Object.fromEntries(numbers) as Record<Name, number>;
  });
}

/** What was read of a command line; null where reading it threw, after saying why, and the help. */
export function orHelp<Asked>(help: string, read: () => Asked): Asked | null {
  try {
    return read();
  } catch (error) {
    process.stderr.write(`${(error as Error).message}\n\n${help}`);
    return null;
  }
}
