import { z } from 'zod';
import type { KindLimits } from '../output/kinds/kind.ts';
import { isWritten, writtenKinds, writtenNames } from '../output/kinds/table.ts';
import type { PlannedOutput } from '../output/planned.ts';
import { didYouMean } from './nearest.ts';
import { finding, type Finding, type Path } from './problem.ts';

const bareNames: readonly string[] = [
  'comment',
  ...writtenNames.filter((name) => !writtenKinds[name].needsLimits),
];

/** The name of a kind alone, or with some of its limits: `review`, or `review: { comments: 5 }`. */
const WrittenOutput = z.union([
  z.enum(bareNames),
  ...writtenNames.map((name) =>
    z.strictObject({
      [name]: writtenKinds[name].written.describe(`Limits: ${writtenKinds[name].description}.`),
    }),
  ),
]);
export const WrittenOutputs = z
  .array(WrittenOutput)
  .min(1)
  .max(1 + writtenNames.length);
export type WrittenOutputs = z.infer<typeof WrittenOutputs>;

/** What an operator lets outputs be at most: limits that are not named are not limited. */
export const OutputCeilings = z
  .array(
    z.union([
      z.enum(['comment', ...writtenNames]),
      ...writtenNames.map((name) => z.strictObject({ [name]: writtenKinds[name].written.partial() })),
    ]),
  )
  .max(1 + writtenNames.length);
export type OutputCeilings = z.infer<typeof OutputCeilings>;

/** An entry as its name and what is written of its limits. */
export function entryOf(entry: WrittenOutputs[number]): [name: string, limits: Partial<KindLimits>] {
  if (typeof entry === 'string') return [entry, {}];
  const [[name, limits] = ['', {}]] = Object.entries(entry as Record<string, Partial<KindLimits>>);
  return [name, limits];
}

/** The outputs of an agent, with every limit set. */
export function plannedOutputs(written: WrittenOutputs): PlannedOutput[] {
  return written.map((entry) => {
    const [name, limits] = entryOf(entry);
    return isWritten(name)
      ? { kind: name, limits: writtenKinds[name].withDefaults(limits) }
      : { kind: 'comment', limits: {} };
  });
}

/** What a key below `outputs` is about: the path of the entry, or of `outputs` itself. Null for a path elsewhere. */
export function outputEntry(path: Path): Path | null {
  const at = path[0] === 'agents' ? 2 : path[0] === 'defaults' ? 1 : -1;
  return at > 0 && path[at] === 'outputs' && path.length > at + 1 ? path.slice(0, at + 2) : null;
}

/** What is wrong with an entry that the schema does not take. */
export function badOutput(path: Path, entry: unknown): Finding {
  const [name, limits] = namedIn(entry);
  const because = `\`outputs\` holds ${isWritten(name) ? `\`${name}\`` : 'an entry'} that is not taken: `;
  if (!isWritten(name)) return finding(path, `${because}${whyNone(name)}.`, `Write some of ${allNames}.`);
  const kind = writtenKinds[name];
  const read = kind.written.safeParse(limits ?? {});
  const issue = read.success ? undefined : read.error.issues[0];
  const key = String(issue?.path[0] ?? '');
  const keys = Object.keys(kind.written.shape);
  const why =
    limits !== undefined && (typeof limits !== 'object' || limits === null)
      ? 'what follows its name is no mapping of limits'
      : issue === undefined || issue.code === 'unrecognized_keys'
        ? 'it has a key that is none of its limits'
        : `\`${key}\` is ${valueIn(limits, key) === undefined ? 'missing' : 'not what it may be'}`;
  const told = kind.told[key];
  const remedy = told === undefined ? `Its limits are ${keys.join(', ')}.` : `\`${key}\`: ${told}`;
  return finding(path, `${because}${why}.`, remedy);
}

const allNames = ['comment', ...writtenNames].join(', ');

function whyNone(name: string): string {
  if (name === 'structured')
    return 'an answer that follows a schema is set up with `output_schema`, not here';
  if (name === 'comment') return '`comment` has no limits';
  return `it names no output${didYouMean(name, ['comment', ...writtenNames])}`;
}

/** The name of an entry and what follows it; no name for what is no entry. */
export function namedIn(entry: unknown): [name: string, limits: unknown] {
  if (typeof entry === 'string') return [entry, undefined];
  if (typeof entry !== 'object' || entry === null || Array.isArray(entry)) return ['', undefined];
  const members = Object.entries(entry);
  return members.length === 1 ? (members[0] ?? ['', undefined]) : ['', undefined];
}

function valueIn(limits: unknown, key: string): unknown {
  return typeof limits === 'object' && limits !== null ? (limits as Record<string, unknown>)[key] : undefined;
}

/** Whether limits allow more than others do, and in what; null when they do not. Absent in `most` is no limit. */
export function beyondLimits(limits: KindLimits, most: Partial<KindLimits>): string | null {
  for (const [key, value] of Object.entries(limits)) {
    const ceiling = most[key];
    if (ceiling !== undefined && isMore(value, ceiling)) return key;
  }
  return null;
}

/** Whether one value of a limit allows something that the other does not. */
export function isMore(value: KindLimits[string], than: KindLimits[string]): boolean {
  if (typeof value === 'number' && typeof than === 'number') return value > than;
  if (typeof value === 'boolean' && typeof than === 'boolean') return value && !than;
  if (Array.isArray(value) && Array.isArray(than)) return value.some((one) => !than.includes(one));
  return true;
}
