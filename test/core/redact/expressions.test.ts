import { RegExpParser, visitRegExpAST } from '@eslint-community/regexpp';
import { expect, test } from 'vitest';
import { kinds } from '../../../core/redact/kinds/table.ts';

const LONGEST = 2000;
/** Whole keys are longer than any other token; where these end is bounded all the same. */
const LONGER: Readonly<Record<string, number>> = {
  jwt: 16_000,
  'base64-private-key': 16_000,
  'kubeconfig-key': 8000,
};

const repeats = (max: number) => (max > 1 ? 1 : 0);

/** What makes an expression slow on hostile text. */
function faultsOf(expression: RegExp, longest: number): string[] {
  const faults: string[] = [];
  const tree = new RegExpParser({ ecmaVersion: 2024 }).parseLiteral(
    `/${expression.source}/${expression.flags}`,
  );
  let depth = 0;
  visitRegExpAST(tree, {
    onQuantifierEnter(node) {
      if (!(node.max <= longest)) faults.push(`${node.raw} has no bound of at most ${longest}`);
      depth += repeats(node.max);
      if (depth > 1 && node.max > 3) faults.push(`${node.raw} repeats what repeats`);
    },
    onQuantifierLeave(node) {
      depth -= repeats(node.max);
    },
    onBackreferenceEnter(node) {
      faults.push(`${node.raw} is a back reference`);
    },
  });
  if (!expression.sticky) faults.push('is not sticky');
  if (expression.global || expression.ignoreCase) faults.push(`has the flags ${expression.flags}`);
  return faults;
}

test.each(kinds.map((kind) => [kind.name, kind] as const))('%s is bounded', (name, kind) => {
  expect(faultsOf(kind.expression, LONGER[name] ?? LONGEST)).toEqual([]);
});

test.each([/a*/y, /a+/y, /a{3,}/y, /(?:a{0,3}b){0,9999}/y, /[a-z]{1,2001}/y, /a/, /(a)\1/y, /(?<=x*)a/y])(
  '%s is not',
  (expression) => {
    expect(faultsOf(expression, LONGEST)).not.toEqual([]);
  },
);
