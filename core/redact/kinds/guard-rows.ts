import { stepsOf, unfold, variantsOf, type Step } from './guard-steps.ts';

/** What has to stand before an anchor. */
const BEFORE_IT = /^\(\?<=(?<before>[^()]*)\)/;
/** One character that must not stand before it. */
const NOT_BEFORE_IT = /^\(\?<!(?<symbols>\[(?:[^\]\\]|\\.)+\])\)/;
/** What is masked, with what has to stand behind it, at the end of an expression; without alternatives. */
const SECRET = /\(\?<secret>((?:\[(?:[^\]\\]|\\.)+\]|\\.|[^|()\\[\]])+)\)(?:\(\?=((?:\\.|[^()\\])+)\))?$/;
/** What is looked for ahead, in place of all that may stand there. */
const LOOK_AHEAD = /^(?<first>[^()]*)\(\?=(?<seen>[^()|]*)\).*$/;

/**
 * The rows of steps behind an anchor, one of which every match walks, and what stands directly before it; null where
 * that cannot be told from the source.
 */
export function rowsOf(
  source: string,
  anchor: string,
): { rows: readonly (readonly Step[])[]; before: Step | null } | null {
  const ahead = source.replace(BEFORE_IT, '').replace(SECRET, '$1$2').replace(LOOK_AHEAD, '$<first>$<seen>');
  const rows = restsBehind(ahead, anchor).map((rest) => (rest === null ? [] : certain(stepsOf(rest))));
  if (rows.some((steps) => steps.every(({ least }) => least === 0))) return null;
  return { rows: weakest(rows), before: beforeIt(source) };
}

function beforeIt(source: string): Step | null {
  const symbols = NOT_BEFORE_IT.exec(source)?.groups?.['symbols'];
  if (symbols !== undefined) return stepsOf(`(?!${symbols})`).at(-1) ?? null;
  return stepsOf(BEFORE_IT.exec(source)?.groups?.['before'] ?? '').at(-1) ?? null;
}

/** To walk more of them costs more than to try the expression. */
const MOST_WAYS = 4;

/** What may follow the anchor in a source, for each way in which it may begin; null where that cannot be told. */
function restsBehind(source: string, anchor: string): (string | null)[] {
  const rest = behind(source, anchor);
  if (rest !== null) return variantsOf(rest);
  const rests = variantsOf(source).flatMap((one) => unfoldedBehind(one, anchor, anchor.length));
  return rests.length > MOST_WAYS ? [null] : rests;
}

/** The same of one variant: what repeats is written out as far as the anchor goes. */
function unfoldedBehind(source: string, anchor: string, times: number): (string | null)[] {
  if (cannotBegin(source, anchor)) return [];
  const rest = behind(source, anchor);
  const unfolded = rest === null && times > 0 ? unfold(source) : [];
  if (unfolded.length === 0) return [rest];
  return unfolded.flatMap((one) => unfoldedBehind(one, anchor, times - 1));
}

/** Whether a source asks for another character somewhere than the anchor has there. */
function cannotBegin(source: string, anchor: string): boolean {
  let at = 0;
  for (const { holds, least, most, orEnd } of stepsOf(source)) {
    if (orEnd) return false;
    for (let times = 0; times < least && at < anchor.length; times++, at++)
      if (holds[anchor.charCodeAt(at)] === 0) return true;
    if (least !== most) return false;
  }
  return false;
}

/** Rows without those that can only be walked where another one can. */
function weakest(rows: readonly (readonly Step[])[]): readonly (readonly Step[])[] {
  return rows.filter(
    (row, at) =>
      !rows.some((other, place) => place !== at && asks(row, other) && (place < at || !asks(other, row))),
  );
}

/** Whether a row asks for all that another one asks for, and maybe for more. */
function asks(row: readonly Step[], other: readonly Step[]): boolean {
  return other.every((step, at) => {
    const mine = row[at];
    if (mine === undefined || mine.holds !== step.holds || mine.orEnd !== step.orEnd) return false;
    const isLast = at === other.length - 1;
    return isLast
      ? step.most === step.least && mine.least >= step.least
      : mine.least === step.least && mine.most === step.most;
  });
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
