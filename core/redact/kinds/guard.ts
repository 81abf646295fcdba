import { stepsOf, variantsOf, type Step } from './guard-steps.ts';
import type { Kind } from './kind.ts';

/**
 * Whether it is worth trying the expression of a kind where an anchor begins: false only where it cannot match. To try
 * one costs as much as a hundred characters, and hostile text is full of beginnings that nothing follows. Characters
 * above 255 have the code 0.
 */
export type Guard = (codes: Uint8Array, anchor: number) => boolean;

export function guardOf(kind: Kind, anchor: string): Guard | null {
  return kind.signWithin === undefined
    ? runGuard(kind.expression.source, anchor)
    : signGuard(longestOf(kind.anchors) + kind.signWithin);
}

const longestOf = (texts: readonly string[]) => Math.max(...texts.map((text) => text.length));

const SIGNS = new Uint8Array(256);
for (const sign of '=:,') SIGNS[sign.charCodeAt(0)] = 1;

/** Where a value has to be assigned behind a name. */
function signGuard(within: number): Guard {
  return (codes, anchor) => {
    const end = Math.min(codes.length, anchor + within + 1);
    for (let at = anchor; at < end; at++) if (SIGNS[codes[at] as number] !== 0) return true;
    return false;
  };
}

/** What has to stand before an anchor. */
const BEFORE_IT = /^\(\?<=[^()]*\)/;

/** Where the anchor is followed by what the expression says next, as far as that can be told without trying. */
function runGuard(source: string, anchor: string): Guard | null {
  const ahead = source.replace(BEFORE_IT, '');
  const whole = behind(ahead, anchor);
  const rests = whole === null ? variantsOf(ahead).map((one) => behind(one, anchor)) : variantsOf(whole);
  const rows = rests.map((rest) => (rest === null ? [] : certain(stepsOf(rest))));
  if (rows.some((steps) => steps.every(({ least }) => least === 0))) return null;
  const skip = anchor.length;
  return (codes, at) => rows.some((steps) => isWalked(steps, codes, at + skip));
}

/** Steps that can be taken one after another: no character may belong to a step and to those that follow it. */
function certain(steps: readonly Step[]): readonly Step[] {
  const unsure = steps.findIndex((step, at) => isVague(step) && !endsAt(step, steps, at + 1));
  return unsure === -1 ? steps : [...steps.slice(0, unsure), { ...(steps[unsure] as Step), most: Infinity }];
}

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
    const { holds, least, most, orEnd } = steps[index] as Step;
    if (orEnd === true && at >= codes.length) return true;
    const start = at;
    // Where there is no most, nothing is looked at beyond the least.
    const end = Math.min(codes.length, start + (most === Infinity ? least : most));
    while (at < end && holds[codes[at] as number] === 1) at++;
    if (at - start < least) return false;
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
