import { globSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import ts from 'typescript';
import { kinds } from '../../../core/redact/kinds/table.ts';
import { unboundedIn, unboundedParts } from '../../../lab/fuzz/secrets/bounds.ts';
import { packageRoot } from '../../../lab/package-root.ts';

test.each(kinds.map((kind) => [kind.name, kind] as const))('%s is bounded', (name, kind) => {
  expect(unboundedIn(name, kind.expression)).toEqual([]);
});

test.each([
  /a*/y,
  /a+/y,
  /a{3,}/y,
  /(?:a{0,3}b){0,9999}/y,
  /[a-z]{1,2001}/y,
  /a/,
  /(?<secret>a)\1/y,
  /(?<=x*)a/y,
  /a(?<secret>b)/dy,
  /(?<secret>a)b/y,
  /(?:(?<secret>a))?/y,
  /(a)/y,
])('%s is not', (expression) => {
  expect(unboundedIn('x', expression)).not.toEqual([]);
});

/** Of one step of a walk, of what stands around a token, of the guess: whatever a search by shape tries on a text. */
const tried = globSync('core/redact/{kinds/*,generic,stream-shapes}.ts', { cwd: packageRoot })
  // Guards read our own expressions with theirs.
  .filter((file) => !/guard(?:-steps|-rows)?\.ts$/.test(file))
  .flatMap((file) => literalsIn(file).map((literal) => [file, literal] as const));

function literalsIn(file: string): string[] {
  const source = readFileSync(`${packageRoot}/${file}`, 'utf8');
  const found: string[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isRegularExpressionLiteral(node)) found.push(node.text);
    ts.forEachChild(node, visit);
  };
  visit(ts.createSourceFile(file, source, ts.ScriptTarget.ESNext));
  return found;
}

test('every expression written down there is bounded', () => {
  expect(tried.length).toBeGreaterThan(300);
  const names = new Map(kinds.map(({ name, expression }) => [String(expression), name]));
  const faults = tried.flatMap(([file, literal]) => {
    const end = literal.lastIndexOf('/');
    const expression = new RegExp(literal.slice(1, end), literal.slice(end + 1));
    const name = names.get(String(expression)) ?? '';
    return unboundedParts(name, expression).map((fault) => `${file}: ${literal}: ${fault}`);
  });
  expect(faults).toEqual([]);
});
