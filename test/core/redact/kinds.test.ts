import { readdirSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { finderOf } from '../../../core/redact/kinds/find.ts';
import { findShapes } from '../../../core/redact/kinds/shapes.ts';
import { kinds } from '../../../core/redact/kinds/table.ts';
import { exampleOf } from '../../../lab/fuzz/secrets/example.ts';
import { maskShapes, places, recallOf } from '../../../lab/fuzz/secrets/recall.ts';
import { randomOf } from '../../../lab/fuzz/random.ts';

const SEED = 5;
const ENGINE = [
  'anchor-search',
  'anchor-tables',
  'edge',
  'entry-groups',
  'guard',
  'guard-head',
  'guard-rows',
  'guard-steps',
  'need',
  'sift',
  'walk',
  'find',
  'kind',
  'pem',
  'shapes',
  'table',
];
const example = (kind: (typeof kinds)[number], index: number) =>
  exampleOf(kind.examples[index % kind.examples.length]!, randomOf(SEED, index));

describe('the table', () => {
  test('holds every family, each under the name of its file', () => {
    const files = readdirSync(new URL('../../../core/redact/kinds/', import.meta.url))
      .map((file) => file.replace(/\.ts$/, ''))
      .filter((file) => !ENGINE.includes(file));
    expect([...new Set(kinds.map((kind) => kind.family))].sort()).toEqual(files.sort());
  });

  test('has at least 200 kinds whose shape alone tells, and says the rest by name', () => {
    const names = (confidence: string) =>
      new Set(kinds.filter((kind) => kind.confidence === confidence).map((kind) => kind.name));
    expect(names('precise').size).toBeGreaterThanOrEqual(200);
    expect(names('named').size).toBeGreaterThanOrEqual(50);
  });

  test('names are what a mask may show, and one name is one family and one confidence', () => {
    const seen = new Map<string, string>();
    for (const { name, family, confidence } of kinds) {
      expect(name).toMatch(/^[a-z0-9]+(?:-[a-z0-9]+)*$/);
      expect(seen.get(name) ?? `${family} ${confidence}`).toBe(`${family} ${confidence}`);
      seen.set(name, `${family} ${confidence}`);
    }
  });

  test('every description of examples holds one of the anchors', () => {
    for (const kind of kinds) {
      expect(kind.examples.length, kind.name).toBeGreaterThan(0);
      for (const index of kind.examples.keys()) {
        const { text } = example(kind, index);
        expect(
          kind.anchors.some((anchor) => text.includes(anchor)),
          `${kind.name}: ${text}`,
        ).toBe(true);
      }
    }
  });
});

describe('recall on generated secrets', () => {
  const count = Math.max(20, 2 * Object.keys(places).length);
  const found = kinds.map((kind) => [kind.name, recallOf(kind, SEED, count * kind.examples.length)] as const);

  test('over all kinds it is at least 95 %', () => {
    const sum = (of: 'made' | 'masked') => found.reduce((total, [, recall]) => total + recall[of], 0);
    expect(sum('masked') / sum('made')).toBeGreaterThanOrEqual(0.95);
  });

  test('of each kind it is at least 80 %', () => {
    const poor = found.filter(([, { made, masked }]) => masked < 0.8 * made);
    expect(poor.map(([name, recall]) => [name, recall.missed])).toEqual([]);
  });

  test('and without the table nothing is masked', () => {
    expect(finderOf([])(`x ${example(kinds[0]!, 0).text} y`)).toEqual([]);
  });
});

describe.each(kinds.map((kind, index) => [kind.name, index, kind] as const))('%s (%i)', (_, _at, kind) => {
  test('leaves what only begins like it', () => {
    const find = finderOf([kind]);
    for (const anchor of kind.anchors) {
      for (const near of [anchor, `${anchor}…`, `${anchor}*** and so on`, `${anchor}x`, `${anchor}\n\n`]) {
        expect(find(`before ${near} after`), near).toEqual([]);
      }
    }
  });

  test('masks the whole token, once, whatever is glued to its end', () => {
    for (const index of kind.examples.keys()) {
      const masked = maskShapes(`(${example(kind, index).text})`);
      expect(maskShapes(masked)).toBe(masked);
    }
  });

  test('keeps no state between calls', () => {
    const text = `a ${example(kind, 0).text} b`;
    const first = findShapes(text);
    findShapes(text.slice(0, -5));
    expect(findShapes(text)).toEqual(first);
  });
});

test('random texts are no accident', () => {
  const parts = kinds.flatMap((kind) => [...kind.anchors.slice(0, 3), ...kind.examples]);
  for (let round = 0; round < 3000; round++) {
    const random = randomOf(SEED, round);
    const text = Array.from({ length: 1 + random.below(8) }, () =>
      random.chance(50)
        ? random.pick(parts)
        : String.fromCharCode(
            ...Array.from({ length: random.below(40) }, () => random.below(random.pick([128, 65536]))),
          ),
    ).join('');
    for (const { start, end } of findShapes(text)) {
      expect(start >= 0 && start < end && end <= text.length, JSON.stringify(text)).toBe(true);
    }
  }
});
