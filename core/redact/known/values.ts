import { isRandom } from './randomness.ts';

/** Shorter values are everywhere by chance: they cannot be looked for. */
export const MIN_SECRET = 6;
/** Lines of a value shorter than this are no secrets of their own. */
const MIN_LINE = 12;

/** Something to look for: a known value, a line of it, or a field. */
export type Value = {
  readonly name: string;
  readonly canary: boolean;
  readonly text: string;
  /** Random values are found by stretches of them, others only whole. */
  readonly random: boolean;
  /** How many characters at the start say nothing about this value. */
  readonly open: number;
};

/** Beginnings that every token of a kind shares. */
const PUBLIC_PREFIX =
  /^(?:sk-ant-[a-z]{3}\d\d-|sk-(?:proj|svcacct|admin)-|[a-z]{2}_(?:live|test)_|gh[pousr]_(?:\d{1,20}_eyJ[\w-]{1,400}\.)?|github_pat_|npm_|pypi-AgEIcHlwaS5vcmc|xox[a-z]-(?:\d{1,20}-){0,3}|AIza|A[A-Z]IA|eyJ[\w-]{1,400}\.|[a-z]{2,10}[_-](?:v\d_)?|SG\.|https?:\/\/[^/]{1,200}\/)/;
/** How the body of a key begins by its format alone: DER headers, OpenSSH's cipher fields. */
const PUBLIC_KEY_START =
  /^(?:MII[A-Za-z0-9+/]{1,9}(?:IBADANBgkqhkiG9w0BAQEFAASC[A-Za-z0-9+/]{12}|IBAAKCA[A-Za-z0-9]EA)?|MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQg|MC4CAQAwBQYDK2VwBCIEI|MHcCAQEEI|b3BlbnNzaC1rZXktdjEAAAAA[A-Za-z0-9+/]{0,46})/;
const FRAME = /^-{2,}[A-Z0-9 ]{3,60}-{2,}$|^[{}[\](),;]*$/;
const TELLING_KEY = /key|secret|token|passw|pwd|credential|private|signature/i;

/** What to look for, of values by name; the longest first. Values that are too short are left out. */
export function valuesOf(named: Readonly<Record<string, string>>, canary: boolean): Value[] {
  const values = new Map<string, Value>();
  for (const [name, value] of Object.entries(named)) {
    const whole = value.trim();
    if (whole.length < MIN_SECRET) continue;
    for (const text of [whole, ...linesOf(whole), ...fieldsOf(whole)]) {
      if (!values.has(text)) values.set(text, valueOf(plainName(name), text, canary));
    }
  }
  return [...values.values()].sort((left, right) => right.text.length - left.text.length);
}

/** Names of values that are too short to be looked for, or are only found whole: warn about each. */
export function weakNames(named: Readonly<Record<string, string>>): { short: string[]; whole: string[] } {
  const names = Object.keys(named);
  const short = names.filter((name) => (named[name] ?? '').trim().length < MIN_SECRET);
  const whole = names.filter(
    (name) =>
      !short.includes(name) && !valuesOf({ [name]: named[name] ?? '' }, false).some((value) => value.random),
  );
  return { short, whole };
}

function valueOf(name: string, text: string, canary: boolean): Value {
  const prefix = (PUBLIC_PREFIX.exec(text) ?? PUBLIC_KEY_START.exec(text))?.[0].length ?? 0;
  const open = isRandom(text.slice(prefix)) ? prefix : 0;
  return { name, canary, text, random: isRandom(text.slice(open)), open };
}

/** A mask shows the name, so the name must not carry anything but a name. */
function plainName(name: string): string {
  return name.replace(/[^A-Za-z0-9_.-]/g, '_').slice(0, 64) || 'secret';
}

/** Lines with something of their own: no frames, no plain words. */
function linesOf(text: string): string[] {
  const lines = text.split(/\r?\n/).map((line) => line.trim());
  if (lines.length < 2) return [];
  const bodies = lines.filter((line) => line.length >= MIN_LINE && !FRAME.test(line));
  const words = bodies.flatMap((line) => line.split(/[\s"'=,;]+|:\s/)).filter((word) => isRandom(word));
  return [...bodies.filter((line) => isRandom(line) || (line.length >= 16 && /\d/.test(line))), ...words];
}

/** The secret strings in a JSON value: those that a field's name or their own look tells. */
function fieldsOf(text: string): string[] {
  if (!/^[{[]/.test(text)) return [];
  try {
    return leavesOf(JSON.parse(text), '').flatMap((leaf) => [leaf, ...linesOf(leaf)]);
  } catch {
    return [];
  }
}

function leavesOf(value: unknown, key: string): string[] {
  if (typeof value === 'string') {
    const leaf = value.trim();
    const isSecret = leaf.length >= 8 && !/^https?:/.test(leaf) && (TELLING_KEY.test(key) || isRandom(leaf));
    return isSecret ? [leaf] : [];
  }
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([name, inner]) => leavesOf(inner, Array.isArray(value) ? key : name));
}
