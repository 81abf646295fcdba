import { knownOf, type Known } from './known/known.ts';
import { valuesOf, weakNames } from './known/values.ts';

/** Values to look for, by name. */
export type NamedValues = {
  readonly secrets: Readonly<Record<string, string>>;
  readonly canaries?: Readonly<Record<string, string>>;
};

const made = new WeakMap<NamedValues, { readonly entries: readonly string[]; readonly known: Known }>();

/** The indexes of a set of values: made once, and again when a value was added or changed. */
export function needlesOf(secrets: NamedValues): Known {
  const entries = [secrets.canaries ?? {}, secrets.secrets].flatMap((named) => [
    '',
    ...Object.entries(named).flat(),
  ]);
  const before = made.get(secrets);
  if (before && sameList(before.entries, entries)) return before.known;
  const known = knownOf([...valuesOf(secrets.canaries ?? {}, true), ...valuesOf(secrets.secrets, false)]);
  made.set(secrets, { entries, known });
  return known;
}

function sameList(left: readonly string[], right: readonly string[]): boolean {
  return left.length === right.length && left.every((entry, at) => entry === right[at]);
}

/** Names of values that are too short to be looked for. The caller should warn about each. */
export function shortNames({ secrets, canaries = {} }: NamedValues): string[] {
  return [...weakNames(secrets).short, ...weakNames(canaries).short];
}

/** Names of values that could be guessed: they are found whole, but not by a part of them. */
export function guessableNames({ secrets, canaries = {} }: NamedValues): string[] {
  return [...weakNames(secrets).whole, ...weakNames(canaries).whole];
}
