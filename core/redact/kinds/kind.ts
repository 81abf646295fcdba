/** A stretch of text: `end` is exclusive. */
export type Range = { readonly start: number; readonly end: number };

/** `precise`: the shape is the vendor's own. `named`: a telling name or place makes the value a secret. */
export type Confidence = 'precise' | 'named';

/** One kind of secret, as data: the public facts of its format. */
export type Kind = {
  /** Shown in the mask: `[redacted: github-token]`. */
  readonly name: string;
  /** The vendor or field it belongs to; one file each. */
  readonly family: string;
  readonly confidence: Confidence;
  /** Literal texts of at least three characters; every secret of this kind holds one of them. */
  readonly anchors: readonly string[];
  /** Sticky, tried where an anchor begins, without an unbounded quantifier. Group `secret`, or all of it. */
  readonly expression: RegExp;
  /** Whether only the group `secret` of a match is masked. */
  readonly masksPart: boolean;
  /** How generated examples look: `ghp_{base62:36}` has 36 random characters of that alphabet. */
  readonly examples: readonly string[];
} & Traits;

/** What a kind needs beyond an expression at its anchor. */
export type Traits = {
  /** A short beginning that words may hold too: no letter or digit may stand right before it. */
  readonly edge?: boolean;
  /** The anchor is inside the token, which begins before it: with these characters. */
  readonly inside?: 'word' | 'base64';
  /** Walks on from the end of a match, or back from its start. Costs no more than what it adds. */
  readonly walk?: (text: string, match: Range, floor: number) => Range;
  /** The anchor is a name, and the secret what is assigned to it. */
  readonly assigned?: Assigned;
  /** The other half of a pair, close to what was found. */
  readonly pair?: (text: string, end: number) => Range | null;
};

export type Assigned = {
  /** A sign of assignment (`=:,`) stands within so many characters behind the longest anchor. */
  readonly signWithin: number;
  /** The value begins within so many characters behind the sign. */
  readonly valueWithin: number;
  /** The source of an expression. */
  readonly value: string;
};

type Unplaced = Omit<Kind, 'family' | 'masksPart'>;

/** A shape that only this vendor uses. */
export function precise(
  name: string,
  anchors: readonly string[],
  expression: RegExp,
  examples: readonly string[],
  traits: Traits = {},
): Unplaced {
  return { name, confidence: 'precise', anchors, expression, examples, ...traits };
}

/** A look ahead that ends the attempt early where nothing is assigned. */
const NEAR = '(?![^=:,]{60})';

const MOST_WORDS = 40;
/** The words and what may stand before the sign in BETWEEN. */
const SIGN_WITHIN = MOST_WORDS + 4 + 3;

/** The rest of the sign, and what may stand behind it in BETWEEN. */
const VALUE_WITHIN = 1 + 3 + 4 + 16;

/** What may stand between a name and its value: in shells, code, YAML, JSON, Markdown, lists of `name`, `value`. */
const BETWEEN = String.raw`["'\`*\\\])]{0,4}\s{0,3}(?:=>|:=|[=:,])\s{0,3}["'\`*\\]{0,4}(?:value\\?["']?\s{0,3}[:=]\s{0,3}\\?["']?)?`;

/**
 * A value without a shape of its own behind a name that tells: `DATADOG_API_KEY=…`. `value` is the source of
 * an expression; it has to end where the word ends, since a longer one is something else.
 */
export function named(
  name: string,
  words: readonly string[],
  value: string,
  examples: readonly string[],
): Unplaced {
  const anchors = words.filter((word) => !words.some((other) => other !== word && goesOn(other, word)));
  const names = anchors.map((anchor) => anchor.replace(/[.]/g, '\\.')).join('|');
  const expression = new RegExp(
    `(?:${names})${NEAR}[\\w .-]{0,${MOST_WORDS}}?${BETWEEN}(?<secret>${value})(?![A-Za-z0-9%])`,
    'y',
  );
  return {
    name,
    confidence: 'named',
    anchors,
    expression,
    examples,
    assigned: { signWithin: SIGN_WITHIN, valueWithin: VALUE_WITHIN, value },
  };
}

/** Whether a name is another with more words behind it, which need no anchor of their own: each is tried by itself. */
function goesOn(name: string, longer: string): boolean {
  return longer.startsWith(name) && /^[\w .-]{0,40}$/.test(longer.slice(name.length));
}

/** A word in the three cases that names of settings have: `okta`, `OKTA`, `Okta`. */
export function cases(...words: readonly string[]): string[] {
  return words.flatMap((word) => [
    word,
    word.toUpperCase(),
    `${word.charAt(0).toUpperCase()}${word.slice(1)}`,
  ]);
}

/** An anchor for each character that may follow a beginning too short to be one. */
export function each(before: string, characters: string, after = ''): string[] {
  return Array.from(characters, (character) => `${before}${character}${after}`);
}

/** The kinds of one file, under its name. */
export function family(name: string, kinds: readonly Unplaced[]): readonly Kind[] {
  return kinds.map((kind) => ({
    ...kind,
    family: name,
    masksPart: kind.expression.source.includes('(?<secret>'),
  }));
}
