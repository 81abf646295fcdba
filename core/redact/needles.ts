import { fold, skeleton, utf8Binary } from './fold.ts';

/** Shorter values are everywhere by chance: they cannot be looked for. */
export const MIN_SECRET = 6;
const MIN_SKELETON = 8;
/** How much of a long, random value has to show before it counts as a leak. */
export const WINDOW = 10;

/** Beginnings that every token of a kind shares; they say nothing about this one. */
const PUBLIC_PREFIX =
  /^(?:sk-ant-[a-z]{3}\d\d-|sk-(?:proj|svcacct|admin)-|sk_(?:live|test)_|gh[pousr]_|github_pat_|npm_|pypi-AgEIcHlwaS5vcmc|xox[a-z]-|AIza|A[A-Z]IA|eyJ[A-Za-z0-9_-]{1,400}\.)/;

/** One value to look for, with every form it is looked for in. */
export type Needle = {
  readonly name: string;
  readonly canary: boolean;
  /** Whole, as text and as UTF-8 bytes. */
  readonly whole: readonly string[];
  /** Letters and digits only; empty when that would be too short to mean anything. */
  readonly skeleton: string;
  /** Every stretch of WINDOW characters that no other text would hold; empty for guessable values. */
  readonly windows: ReadonlySet<string>;
  readonly skeletonWindows: ReadonlySet<string>;
};

/** Names of the values that are too short to be looked for. The caller should warn about each. */
export function weakNames(values: Readonly<Record<string, string>>): string[] {
  return Object.keys(values).filter((name) => (values[name] ?? '').trim().length < MIN_SECRET);
}

/** The needles of a set of values, longest first. Values shorter than MIN_SECRET are left out. */
export function needlesOf(values: Readonly<Record<string, string>>, canary: boolean): Needle[] {
  return Object.entries(values)
    .map(([name, value]) => ({ name: plainName(name), value: value.trim() }))
    .filter(({ value }) => value.length >= MIN_SECRET)
    .sort((left, right) => right.value.length - left.value.length)
    .map(({ name, value }) => needle(name, value, canary));
}

function needle(name: string, value: string, canary: boolean): Needle {
  const bones = skeleton(fold(value));
  const lines = value.split(/\r?\n/).map((line) => line.trim().replace(PUBLIC_PREFIX, ''));
  return {
    name,
    canary,
    whole: [...new Set([value, utf8Binary(value)])],
    skeleton: bones.length >= MIN_SKELETON ? bones : '',
    windows: new Set(lines.flatMap((line) => windowsOf(line, WINDOW))),
    skeletonWindows: new Set(lines.flatMap((line) => skeletonWindowsOf(line))),
  };
}

/** A mask shows the name, so the name must not carry anything but a name. */
function plainName(name: string): string {
  return name.replace(/[^A-Za-z0-9_.-]/g, '_').slice(0, 64) || 'secret';
}

const TOKEN_LIKE = /^[A-Za-z0-9+/=_.~-]{16,}$/;

function windowsOf(line: string, width: number): string[] {
  if (!TOKEN_LIKE.test(line) || changes(line) < line.length / 5) return [];
  const windows = Array.from({ length: line.length - width + 1 }, (_, at) => line.slice(at, at + width));
  return windows.filter((window) => changes(window) >= 2 && new Set(window).size >= 5);
}

function skeletonWindowsOf(line: string): string[] {
  if (windowsOf(line, WINDOW).length === 0) return [];
  const bones = skeleton(fold(line));
  if (bones.length < WINDOW + 2) return [];
  const width = WINDOW + 2;
  const windows = Array.from({ length: bones.length - width + 1 }, (_, at) => bones.slice(at, at + width));
  return windows.filter((window) => /\d/.test(window) && new Set(window).size >= 6);
}

/** How often letters, capitals and digits change over, separators aside: words change seldom, keys often. */
function changes(text: string): number {
  const plain = text.replace(/[^A-Za-z0-9]/g, '');
  const kinds = Array.from(plain, (c) => (/[a-z]/.test(c) ? 1 : /[A-Z]/.test(c) ? 2 : 3));
  return kinds.filter((kind, at) => at > 0 && kind !== kinds[at - 1]).length;
}
