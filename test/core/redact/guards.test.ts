import { expect, test } from 'vitest';
import { finderOf } from '../../../core/redact/kinds/find.ts';
import { guardOf } from '../../../core/redact/kinds/guard.ts';
import type { Kind } from '../../../core/redact/kinds/kind.ts';
import { findShapes } from '../../../core/redact/kinds/shapes.ts';
import { kinds } from '../../../core/redact/kinds/table.ts';
import { inputAt } from '../../../lab/fuzz/secrets/contract.ts';
import { hostilePieces } from '../../../lab/fuzz/secrets/hostile.ts';
import { randomOf } from '../../../lab/fuzz/random.ts';

const SEED = 20_261_122;
const INPUTS = 2000;

/** A kind whose expression matches the same, and of which no guard can tell anything before it is tried. */
function unguarded(kind: Kind): Kind {
  const { assigned: _, ...rest } = kind;
  return { ...rest, expression: new RegExp(`(?!(?!x{0}))${kind.expression.source}`, kind.expression.flags) };
}

const tried = kinds.map(unguarded);
const findByTrying = finderOf(tried);

test('nothing is told of the kinds that are tried everywhere', () => {
  expect(tried.filter((kind) => guardOf(kind, kind.anchors[0] ?? '') !== null)).toEqual([]);
  const blind = kinds.filter((kind) => kind.anchors.some((anchor) => guardOf(kind, anchor) === null));
  expect(blind.length).toBeLessThan(10);
});

test('what rules kinds out before they are tried loses no secret, seed 20261122', () => {
  let found = 0;
  for (let at = 0; at < INPUTS; at++) {
    const text = inputAt(SEED, at);
    const shapes = findShapes(text);
    expect(shapes, `input ${at}: ${text}`).toEqual(findByTrying(text));
    found += shapes.length;
  }
  expect(found).toBeGreaterThan(INPUTS / 2);
});

test('what a row of beginnings leaves unlooked at holds no secret, seed 20261122', () => {
  const pieces = kinds.flatMap((kind) => [...hostilePieces(kind), ...kind.anchors]);
  let found = 0;
  for (let at = 0; at < INPUTS; at++) {
    const random = randomOf(SEED + 1, at);
    const parts = Array.from({ length: 1 + random.below(3) }, (_, part) => {
      const times = 1 + random.below(random.below(4) === 0 ? 80 : 4);
      return random.pick(pieces).repeat(times) + inputAt(SEED + 2, at * 7 + part);
    });
    const text = parts.join(random.pick(['', ' ', '\n', '=']));
    const shapes = findShapes(text);
    expect(shapes, `input ${at}: ${text}`).toEqual(findByTrying(text));
    found += shapes.length;
  }
  expect(found).toBeGreaterThan(INPUTS / 2);
});
