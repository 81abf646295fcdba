import { fold, skeleton } from './fold.ts';
import { findShapes } from './kinds/shapes.ts';
import type { Range } from './kinds/kind.ts';
import { WINDOW, type Needle } from './needles.ts';
import { unescapedStages } from './views/unescaped.ts';
import { views } from './views/table.ts';

/** One hit in the text as it stands. */
export type Finding = Range & { readonly kind: string; readonly canary: boolean };

/** What shows plainly: known values, stretches of them, and token shapes. */
export function findPlain(text: string, needles: readonly Needle[]): Finding[] {
  const found: Finding[] = needles.flatMap((needle) =>
    [...wholes(text, needle), ...stretches(text, needle.windows, WINDOW)].map((range) => ({
      ...range,
      kind: needle.name,
      canary: needle.canary,
    })),
  );
  for (const shape of findShapes(text)) found.push({ ...shape, canary: false });
  return found;
}

/** Replaces every finding by `[redacted: kind]`, keeping nothing of it; overlaps become one mask. */
export function mask(
  text: string,
  findings: readonly Finding[],
): { text: string; counts: Map<string, number> } {
  const counts = new Map<string, number>();
  let out = '';
  let at = 0;
  for (const { start, end, kind } of merged(findings)) {
    out += `${text.slice(at, start)}[redacted: ${kind}]`;
    counts.set(kind, (counts.get(kind) ?? 0) + 1);
    at = end;
  }
  return { text: out + text.slice(at), counts };
}

/** Kinds that show in a text only after a disguise is undone. Give it text that is already masked. */
export function findDisguised(text: string, needles: readonly Needle[]): string[] {
  const stages = unescapedStages(text);
  const unescaped = stages.at(-1) as string;
  const forms = { unescaped, folded: fold(unescaped) };
  const texts = [...stages, ...stages.map(fold), ...views.flatMap((view) => view.of(forms))];
  const kinds = new Set<string>();
  for (const view of new Set(texts)) {
    for (const { kind } of findPlain(view, needles)) kinds.add(kind);
    const bones = skeleton(view);
    for (const needle of needles) if (showsBones(bones, needle)) kinds.add(needle.name);
  }
  return [...kinds];
}

function showsBones(bones: string, needle: Needle): boolean {
  if (needle.skeleton !== '' && bones.includes(needle.skeleton)) return true;
  return stretches(bones, needle.skeletonWindows, WINDOW + 2).length > 0;
}

function wholes(text: string, needle: Needle): Range[] {
  const found: Range[] = [];
  for (const value of needle.whole) {
    for (let at = text.indexOf(value); at !== -1; at = text.indexOf(value, at + value.length)) {
      found.push({ start: at, end: at + value.length });
    }
  }
  return found;
}

function stretches(text: string, windows: ReadonlySet<string>, width: number): Range[] {
  const found: Range[] = [];
  if (windows.size === 0) return found;
  for (let at = 0; at + width <= text.length; at++) {
    if (windows.has(text.slice(at, at + width))) found.push({ start: at, end: at + width });
  }
  return found;
}

/** Sorted and without overlaps; the kind of the widest finding names the mask. */
function merged(findings: readonly Finding[]): Finding[] {
  const result: Finding[] = [];
  const sorted = [...findings].sort((left, right) => left.start - right.start || right.end - left.end);
  for (const finding of sorted) {
    const last = result.at(-1);
    if (!last || finding.start >= last.end) {
      result.push(finding);
      continue;
    }
    const wider = finding.end - finding.start > last.end - last.start ? finding : last;
    result[result.length - 1] = { ...wider, start: last.start, end: Math.max(last.end, finding.end) };
  }
  return result;
}
