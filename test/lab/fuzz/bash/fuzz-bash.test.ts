import { forEachChild, parse, type SyntaxNode } from 'unbash';
import { beforeAll, expect, test } from 'vitest';
import { commandsOf } from '../../../../core/policy/bash/commands.ts';
import { isUnclear, type Commands } from '../../../../core/policy/bash/simple.ts';
import { readWord } from '../../../../core/policy/bash/words.ts';
import { lineAt } from '../../../../lab/fuzz/bash/lines.ts';
import { missing, type Reader } from '../../../../lab/fuzz/bash/missing.ts';
import { runLines } from '../../../../lab/fuzz/bash/run-lines.ts';

const SEED = 20_261_121;
const PATIENCE_MS = 180_000;
const lines = Array.from({ length: 1000 }, (_, index) => lineAt(SEED, index));
let started: string[][][];

beforeAll(async () => {
  started = await runLines(lines);
}, PATIENCE_MS);

const missedBy = (read: Reader) => lines.flatMap((line, at) => missing(line, started[at] ?? [], read) ?? []);

test('bash starts nothing that the judge does not list, in lines that are read as clear', () => {
  expect(missedBy(commandsOf)).toEqual([]);
  const clear = lines.filter((line, at) => missing(line, started[at] ?? [], commandsOf) !== undefined);
  expect(clear.length).toBeGreaterThan(200);
  expect(started.flat().length).toBeGreaterThan(500);
});

test('a reader that does not look into substitutions misses much', () => {
  expect(missedBy(withoutSubstitutions).length).toBeGreaterThan(20);
});

test('the same seed gives the same lines', () => {
  expect(lineAt(SEED, 17)).toBe(lines[17]);
  expect(new Set(lines).size).toBeGreaterThan(900);
});

function withoutSubstitutions(line: string): ReturnType<Reader> {
  const whole = commandsOf(line);
  if (isUnclear(whole)) return whole;
  const found: Commands = { ...whole, commands: [] };
  const visit = (node: SyntaxNode): void => {
    if (node.type === 'Command' && node.name !== undefined) {
      const words = [node.name, ...node.args.filter((word) => word.type === 'Word')];
      const argv = words.map(readWord);
      found.commands.push({ argv, assignments: [], redirections: [], wraps: false });
    }
    if (node.type !== 'CommandExpansion' && node.type !== 'ProcessSubstitution') forEachChild(node, visit);
  };
  visit(parse(line));
  const wrapped = whole.commands.filter(({ parent }) => parent !== undefined);
  return { ...found, commands: [...found.commands, ...wrapped] };
}
