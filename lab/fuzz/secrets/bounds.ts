import { RegExpParser, visitRegExpAST, type AST } from '@eslint-community/regexpp';

const LONGEST = 2000;
/** Whole keys are longer than any other token; where these end is bounded all the same. */
const LONGER: Readonly<Record<string, number>> = {
  jwt: 16_000,
  'base64-private-key': 16_000,
  'kubeconfig-key': 8000,
};

const parser = new RegExpParser({ ecmaVersion: 2024 });
const treeOf = ({ source, flags }: RegExp) => parser.parseLiteral(`/${source}/${flags}`);

/** Whether the match ends where the group does: only assertions stand behind it. */
function isLast(group: AST.CapturingGroup): boolean {
  const { parent } = group;
  if (parent.type !== 'Alternative' || parent.parent.type !== 'Pattern') return false;
  return parent.elements.slice(parent.elements.indexOf(group) + 1).every(({ type }) => type === 'Assertion');
}

const repeats = (max: number) => (max > 1 ? 1 : 0);

/** What makes the expression of a kind slow on hostile text, or hides where its secret stands: read from its syntax tree. */
export function unboundedIn(name: string, expression: RegExp): string[] {
  const faults = unboundedParts(name, expression);
  visitRegExpAST(treeOf(expression), {
    onCapturingGroupEnter(node) {
      if (node.name !== 'secret') faults.push(`${node.raw} is a group of another name`);
      else if (!isLast(node)) faults.push('something may follow the group secret');
    },
  });
  if (!expression.sticky) faults.push('is not sticky');
  if (/[gid]/.test(expression.flags)) faults.push(`has the flags ${expression.flags}`);
  return faults;
}

/** The quantifiers of any expression that have no bound, or repeat what repeats, and its back references. */
export function unboundedParts(name: string, expression: RegExp): string[] {
  const longest = LONGER[name] ?? LONGEST;
  const faults: string[] = [];
  let depth = 0;
  visitRegExpAST(treeOf(expression), {
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
  return faults;
}
