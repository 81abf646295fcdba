import { parse, forEachChild, type SyntaxNode } from 'unbash';
import { expect, test } from 'vitest';
import { knownOf, missedBy, type Known } from '../../../lab/fuzz/bash/compare.ts';
import { fuzzBash } from '../../../lab/fuzz/bash/main.ts';
import { lineAt } from '../../../lab/fuzz/bash/grammar.ts';

test('whatever bash starts, the judge had found in the line', async () => {
  const found = await fuzzBash({ seed: 7, count: 300, jobs: 1 });
  expect(found.misses).toEqual([]);
  expect(found.started).toBeGreaterThan(300);
  expect(found.clear).toBeGreaterThan(100);
}, 60_000);

test('ablation: a judge that looks into no substitution misses programs', async () => {
  const shallow = (line: string): Known => {
    const known = knownOf(line);
    if (!known.clear) return known;
    const outside = new Set<string>();
    const visit = (node: SyntaxNode) => {
      if (node.type === 'Command' && node.name) outside.add(node.name.value);
      if (node.type !== 'Word' && node.type !== 'HereDoc') forEachChild(node, visit);
    };
    visit(parse(line));
    return {
      clear: true,
      commands: known.commands.filter(({ argv }) => outside.has(argv[0]?.literal ?? '')),
    };
  };
  expect((await fuzzBash({ seed: 7, count: 150, jobs: 1 }, shallow)).misses.length).toBeGreaterThan(5);
}, 60_000);

test('a line is the same for the same seed and place, and no two are alike', () => {
  const lines = Array.from({ length: 200 }, (_, place) => lineAt(3, place));
  expect(lines).toEqual(Array.from({ length: 200 }, (_, place) => lineAt(3, place)));
  expect(new Set(lines).size).toBeGreaterThan(150);
});

test('what is known fits what was started, and nothing else does', () => {
  const known = knownOf('git log $x "a b"');
  expect(missedBy(known, [['git', 'log', 'a b']])).toBeNull();
  expect(missedBy(known, [['git', 'log', 'one', 'two', 'a b']])).toBeNull();
  expect(missedBy(known, [['git', 'push', 'a b']])).toEqual(['git', 'push', 'a b']);
  expect(missedBy(knownOf('eval "$x"'), [['git']])).toBeNull();
});
