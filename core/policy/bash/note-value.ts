import type { ArithmeticExpression, ParameterExpansionPart, SyntaxNode } from 'unbash';
import { isNumberWord, noteExpression, noteWord, setName } from './arithmetic.ts';
import { fail, type Walk } from './walk-state.ts';
import { literalOf, readWord } from './words.ts';

/** Tests of a variable by its name. */
const NAMED = new Set(['-v', '-R']);
/** Tests whose operands are arithmetic. */
const NUMERIC = new Set(['-eq', '-ne', '-lt', '-le', '-gt', '-ge']);
const STEPS = new Set(['++', '--']);
/** What `${x@…}` may do with a value without running what is in it. */
const TRANSFORMS = new Set('QULEAKkua');

/** Notes what an expansion, a test or an arithmetic expression sets, evaluates or runs. */
export function noteValue(state: Walk, node: SyntaxNode): void {
  const { found, numbers } = state;
  switch (node.type) {
    case 'HereDoc':
      if (node.closing === undefined) fail(state, 'a here-document has no end');
      return;
    case 'CommandExpansion':
    case 'ProcessSubstitution':
      if (node.script === undefined) return fail(state, 'a substitution cannot be read');
      return UNSURE.test(node.text)
        ? fail(state, 'a substitution in it depends on where it stands')
        : undefined;
    case 'ExtendedGlob':
      return fail(state, 'it holds an extended glob, which depends on a setting of bash');
    case 'ParameterExpansion':
      return noteParameter(state, node);
    case 'TestUnary':
      if (NAMED.has(node.operator) && !isName(literalOf(readWord(node.operand))))
        found.hidden.push(`[[ ${node.operator} ]] evaluates a subscript`);
      return;
    case 'TestBinary':
      if (!NUMERIC.has(node.operator)) return;
      noteWord(numbers, node.left);
      return noteWord(numbers, node.right);
    case 'ArithmeticExpansion':
    case 'ArithmeticCommand':
      if (node.expression === undefined) numbers.fromData = true;
      return;
    case 'ArithmeticBinary':
    case 'ArithmeticUnary':
    case 'ArithmeticWord':
    case 'ArithmeticCommandExpansion':
      found.assigned.push(...assignedIn(node));
      return noteExpression(numbers, node);
    default:
  }
}

/**
 * Bash before 5.3 takes `${ …; }` for a bad name of a variable, and bash 5.3 runs it. A `\"` between
 * backquotes is one thing in double quotes and another outside.
 */
const UNSURE = /^\$\{|^`[^]*\\"/;

/** What `=`, `+=`, `++` and the like set. */
function assignedIn(node: ArithmeticExpression): string[] {
  const target =
    node.type === 'ArithmeticBinary' && node.operator.endsWith('=')
      ? node.left
      : node.type === 'ArithmeticUnary' && STEPS.has(node.operator)
        ? node.operand
        : undefined;
  return target?.type === 'ArithmeticWord' ? [target.value] : [];
}

const isName = (text: string | undefined) => text !== undefined && /^[A-Za-z_]\w*$/.test(text);

function noteParameter(
  { found, numbers }: Walk,
  { prefix, index, operation, parameter }: ParameterExpansionPart,
): void {
  const keys = index?.value === '@' || index?.value === '*';
  if (prefix === '!' && operation?.type !== 'Names' && !keys)
    found.hidden.push('${!…} evaluates the value of a variable as a name');
  if (index !== undefined && !keys) noteWord(numbers, index);
  if (operation?.type === 'Unknown') found.hidden.push('a parameter expansion cannot be read');
  if (operation?.type === 'Transform' && !TRANSFORMS.has(operation.operand.text))
    found.hidden.push('${…@P} runs the substitutions in a value');
  if (operation?.type === 'Default' && operation.operator.endsWith('=')) {
    found.assigned.push(parameter);
    setName(numbers, parameter, isNumberWord(operation.operand));
  }
  if (operation?.type !== 'Slice') return;
  noteWord(numbers, operation.offset);
  if (operation.length) noteWord(numbers, operation.length);
}
