import * as fc from 'fast-check';
import { expect } from 'vitest';
import { readDiffLines } from '../../../../core/output/diff-lines.ts';
import type { HandIn, KindLimits, OutputFacts } from '../../../../core/output/kinds/kind.ts';
import { AcceptedOutput, servedKinds, type ServedName } from '../../../../core/output/kinds/table.ts';

/** Line 2 is changed; lines 1 to 3 are shown. */
export const facts: OutputFacts = {
  diff: readDiffLines(
    'diff --git a/a.ts b/a.ts\n--- a/a.ts\n+++ b/a.ts\n@@ -1,3 +1,3 @@\n one\n-two\n+TWO\n three\n',
  ),
};

/** Hands in one input under limits that are the profile's where they are named, else those that a bare name has. */
export function handInto(
  kind: ServedName,
  input: unknown,
  limits: object = {},
  given = facts,
): HandIn<AcceptedOutput> {
  return servedKinds[kind].accept(input, filled(kind, limits), given);
}

export function filled(kind: ServedName, limits: object = {}): KindLimits {
  return servedKinds[kind].withDefaults(limits);
}

/** The words of a hand-in that was refused; fails for one that was not. */
export function refusedFor(kind: ServedName, input: unknown, limits: object = {}, given = facts): string {
  const became = handInto(kind, input, limits, given);
  if (became.kind !== 'refused') throw new Error(`it was ${became.kind}`);
  return became.words;
}

/**
 * What holds of every kind: whatever is handed in, nothing is thrown; what is taken has its form, is taken again when
 * it is checked elsewhere under the same limits, and `keeps` to them.
 */
export function holds<Limits extends KindLimits>(
  kind: ServedName,
  input: fc.Arbitrary<unknown>,
  limits: fc.Arbitrary<Partial<Limits>>,
  keeps: (item: AcceptedOutput, limits: Limits) => boolean,
): void {
  const seen = { taken: 0, refused: 0 };
  fc.assert(
    fc.property(fc.oneof({ weight: 9, arbitrary: input }, fc.anything()), limits, (given, written) => {
      const all = filled(kind, written);
      const became = servedKinds[kind].accept(given, all, facts);
      if (became.kind === 'refused') {
        seen.refused += 1;
        expect(became.words).toMatch(/[.]$/);
        return;
      }
      seen.taken += 1;
      const item = AcceptedOutput.parse(JSON.parse(JSON.stringify(became.item)));
      expect(servedKinds[kind].recheck(item, all, facts)).toBeNull();
      expect(keeps(item, all as Limits)).toBe(true);
    }),
    { numRuns: 300 },
  );
  // Else the law says nothing.
  expect(Math.min(seen.taken, seen.refused)).toBeGreaterThan(10);
}
