import { RegExpParser, visitRegExpAST } from '@eslint-community/regexpp';

const LONGEST = 2000;
/** Whole keys are longer than any other token; where these end is bounded all the same. */
const LONGER: Readonly<Record<string, number>> = {
  jwt: 16_000,
  'base64-private-key': 16_000,
  'kubeconfig-key': 8000,
};

const repeats = (max: number) => (max > 1 ? 1 : 0);

/** What makes the expression of a kind slow on hostile text: read from its syntax tree. */
export function unboundedIn(name: string, expression: RegExp): string[] {
  const longest = LONGER[name] ?? LONGEST;
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
