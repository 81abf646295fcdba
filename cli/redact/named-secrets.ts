import { findShapes } from '../../core/redact/kinds/shapes.ts';
import { guessableNames, shortNames, type NamedValues } from '../../core/redact/needles.ts';

/** The variable that names the variables. */
export const NAMES = 'DISPATCH_SECRETS';

/** Known secrets by the names of their variables, and what to warn about. */
export type Named = { readonly known: NamedValues; readonly warnings: readonly string[] };

/**
 * The values of the variables that `DISPATCH_SECRETS` names. A text says what is wrong with it. Neither repeats what
 * could be a value: it may stand there by mistake.
 */
export function namedSecrets(env: NodeJS.ProcessEnv): Named | string {
  const list = (env[NAMES] ?? '').trim();
  const names = list === '' ? [] : list.split(',').map((name) => name.trim());
  for (const [at, name] of names.entries()) {
    if (!/^[A-Za-z_][A-Za-z0-9_]{0,254}$/.test(name)) return `${NAMES}: entry ${at + 1} ${NO_NAME}`;
    if (findShapes(name).length > 0) return `${NAMES}: entry ${at + 1} looks like a secret itself. ${LIST}`;
  }
  const isSet = (name: string) => (env[name] ?? '').trim() !== '';
  const secrets = Object.fromEntries(names.filter(isSet).map((name) => [name, env[name] ?? '']));
  const warnings = [
    ...names
      .filter((name) => !isSet(name))
      .map((name) => `${name} is ${env[name] === undefined ? 'not set' : 'empty'}: it is not looked for.`),
    ...shortNames({ secrets }).map((name) => `${name} is too short to be looked for.`),
    ...guessableNames({ secrets }).map((name) => `${name} is weak: it is found whole, not by a part of it.`),
  ];
  return { known: { secrets }, warnings };
}

const LIST = 'List the names of variables there, with commas between: not their values.';
const NO_NAME = `is no name of a variable. ${LIST}`;
