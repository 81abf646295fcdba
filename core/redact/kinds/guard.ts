import { stepsOf, variantsOf, type Step } from './guard-steps.ts';
import type { Kind } from './kind.ts';

/**
 * Whether it is worth trying the expression of a kind where an anchor begins: false only where it cannot match. To try
 * one costs as much as a hundred characters, and hostile text is full of beginnings that nothing follows. Characters
 * above 255 have the code 0.
 */
export type Guard = (codes: Uint8Array, anchor: number, signs: Signs) => boolean;

/** Where the first sign of assignment from a place on stands: looked for once, however many names come before it. */
export type Signs = { from: number; next: number };

/** Made when its anchor is seen for the first time: there are more than a thousand, and a text holds few. */
export function guardOf(kind: Kind, anchor: string): Guard {
  let made: Guard | null | undefined;
  return (codes, at, signs) => {
    if (made === undefined) made = makeGuard(kind, anchor);
    return made === null || made(codes, at, signs);
  };
}

/** Null where nothing can be told without trying. */
function makeGuard(kind: Kind, anchor: string): Guard | null {
  return kind.signWithin === undefined
    ? runGuard(kind.expression.source, anchor)
    : signGuard(longestOf(kind.anchors) + kind.signWithin);
}

const longestOf = (texts: readonly string[]) => Math.max(...texts.map((text) => text.length));

const SIGNS = new Uint8Array(256);
for (const sign of '=:,') SIGNS[sign.charCodeAt(0)] = 1;

const NONE = 2 ** 30 - 1;

/** Where a value has to be assigned behind a name. */
function signGuard(within: number): Guard {
  return (codes, anchor, signs) => {
    // Anchors come in order, but for as many characters as the longest has.
    for (let at = anchor; at < signs.from; at++)
      if (SIGNS[codes[at] as number] === 1) return at <= anchor + within;
    if (signs.next < anchor) {
      signs.from = anchor;
      signs.next = nextSign(codes, anchor);
    }
    return signs.next <= anchor + within;
  };
}

function nextSign(codes: Uint8Array, from: number): number {
  for (let at = from; at < codes.length; at++) if (SIGNS[codes[at] as number] === 1) return at;
  return NONE;
}

/** What has to stand before an anchor. */
const BEFORE_IT = /^\(\?<=[^()]*\)/;
/** What is masked, with what has to stand behind it, at the end of an expression; without alternatives. */
const SECRET = /\(\?<secret>((?:\[(?:[^\]\\]|\\.)+\]|\\.|[^|()\\[\]])+)\)(?:\(\?=((?:\\.|[^()\\])+)\))?$/;

/** Where the anchor is followed by what the expression says next, as far as that can be told without trying. */
function runGuard(source: string, anchor: string): Guard | null {
  const ahead = source.replace(BEFORE_IT, '').replace(SECRET, '$1$2');
  const whole = behind(ahead, anchor);
  const rests = whole === null ? variantsOf(ahead).map((one) => behind(one, anchor)) : variantsOf(whole);
  const rows = rests.map((rest) => (rest === null ? [] : certain(stepsOf(rest))));
  if (rows.some((steps) => steps.every(({ least }) => least === 0))) return null;
  const skip = anchor.length;
  const [only] = rows;
  if (rows.length === 1 && only !== undefined) return (codes, at) => isWalked(only, codes, at + skip);
  return (codes, at) => {
    for (let row = 0; row < rows.length; row++)
      if (isWalked(rows[row] as readonly Step[], codes, at + skip)) return true;
    return false;
  };
}

/** Steps that can be taken one after another: no character may belong to a step and to those that follow it. */
function certain(steps: readonly Step[]): readonly Step[] {
  const unsure = steps.findIndex((step, at) => isVague(step) && !endsAt(step, steps, at + 1));
  return unsure === -1 ? steps : [...steps.slice(0, unsure), upTo(steps[unsure] as Step)];
}

/** A step beyond whose least nothing is looked at. */
const upTo = (step: Step): Step => ({ ...step, most: step.least });

const isVague = ({ least, most }: Step) => least !== most;

/** Whether nothing that may follow a step could also belong to it. */
function endsAt({ holds }: Step, steps: readonly Step[], from: number): boolean {
  for (let at = from; at < steps.length; at++) {
    const next = steps[at] as Step;
    if (next.holds.some((is, code) => is === 1 && holds[code] === 1)) return false;
    if (next.least > 0) return true;
  }
  return false;
}

function isWalked(steps: readonly Step[], codes: Uint8Array, from: number): boolean {
  let at = from;
  for (let index = 0; index < steps.length; index++) {
    const step = steps[index] as Step;
    if (step.orEnd && at >= codes.length) return true;
    const { holds } = step;
    const first = at + step.least;
    const end = Math.min(codes.length, at + step.most);
    while (at < end && holds[codes[at] as number] === 1) at++;
    if (at < first) return false;
  }
  return true;
}

/** What follows the anchor in a source that begins with it; null where that cannot be told. */
function behind(source: string, anchor: string): string | null {
  for (let end = anchor.length; end <= source.length; end++) {
    const rest = source.slice(end);
    // What repeats says more than the anchor.
    if (!/^[{?*+]/.test(rest) && isAll(source.slice(0, end), anchor)) return rest;
  }
  return null;
}

/**
 * Whether a source says the anchor and, where it begins so, nothing longer: one that repeats or leaves out could.
 * A source that ends within a group is no expression.
 */
function isAll(source: string, anchor: string): boolean {
  if (/[?*+{]/.test(bare(source).replace(/\(\?<?[:=!]/g, ''))) return false;
  try {
    return new RegExp(`^(?:${source})$`).test(anchor);
  } catch {
    return false;
  }
}

/** A source without what stands for single characters. */
function bare(source: string): string {
  return source.replace(/\\./g, '').replace(/\[[^\]]*\]/g, '');
}
