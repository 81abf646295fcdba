import ts from 'typescript';
import { importedNames } from './imported-names.ts';
import { PRODUCTION, type Parsed } from './source-file.ts';

const MAY_READ_ENVIRONMENT =
  /^(action\/(inputs|index)\.ts$|app\/env\.ts$|cli\/|test\/|bench\/|lab\/github\/openapi\/extract\.ts$)/;
const STARTS_PROGRAMS = /(^|\.)(spawn|spawnSync|exec|execFile|execFileSync|fork|getExecOutput|runProgram)$/;
const WRITE_ROUTE =
  /^(POST|PUT|PATCH|DELETE) \/(repos|repositories|app|apps|orgs|organizations|users?|installations?|graphql|gists|teams|projects|notifications|enterprises)\b/;
const MUTATION = /^\s*mutation\b[\s({]/;

/** A command line is an array: no shell between us and a program. */
export function noShellStrings(file: Parsed): ts.Node[] {
  if (file.path.startsWith('test/')) return [];
  const strings = importedNames(file)
    .filter(({ module, name }) => isChildProcess(module) && /^(exec|execSync|\*|default)$/.test(name))
    .map(({ node }) => node);
  const starts = importedNames(file).some(({ module }) => isChildProcess(module));
  const options = file.nodes.filter(
    (node) =>
      (ts.isPropertyAssignment(node) || ts.isShorthandPropertyAssignment(node)) &&
      node.name.getText() === 'shell' &&
      (starts || inProgramOptions(node)) &&
      !(ts.isPropertyAssignment(node) && node.initializer.kind === ts.SyntaxKind.FalseKeyword),
  );
  return [...strings, ...options];
}

/** Every import names its module in the source, so that the walls can be judged without running anything. */
export function importsAreLiterals(file: Parsed): ts.Node[] {
  // The launcher is plain JavaScript and loads the one bundle beside it.
  if (/^(test|bench)\//.test(file.path) || file.path === 'action/main.mjs') return [];
  return importedNames(file)
    .filter(({ module }) => module === '?')
    .map(({ node }) => node);
}

/** Only the input readers see the environment; nobody passes `process` on or reaches it by another name. */
export function environmentReadByInputsOnly(file: Parsed): ts.Node[] {
  if (MAY_READ_ENVIRONMENT.test(file.path)) return [];
  return file.nodes.filter((node) => {
    if (!ts.isIdentifier(node) || isName(node)) return false;
    const member = memberOf(node);
    if (node.text === 'globalThis' || node.text === 'global')
      return member === undefined || member === 'process';
    return node.text === 'process' && (member === undefined || member === 'env');
  });
}

/** core/ has no clock: a date is made from a value. */
export function coreHasNoClock(file: Parsed): ts.Node[] {
  if (!file.path.startsWith('core/')) return [];
  return file.nodes.filter((node) => {
    if (ts.isNewExpression(node)) return isDate(node.expression) && !node.arguments?.length;
    return ts.isCallExpression(node) && isDate(node.expression);
  });
}

/** Only edge/github writes to GitHub: no write route, mutation or borrowed client elsewhere. */
export function githubWrittenInEdgeOnly(file: Parsed): ts.Node[] {
  if (!PRODUCTION.test(file.path) || file.path.startsWith('edge/github/')) return [];
  return file.nodes.filter((node) => {
    if (ts.isStringLiteralLike(node) || ts.isTemplateHead(node)) {
      return WRITE_ROUTE.test(node.text) || MUTATION.test(node.text);
    }
    return file.path !== 'app/main.ts' && ts.isPropertyAccessExpression(node) && node.name.text === 'octokit';
  });
}

/** Classes are for errors; everything else is values and functions. */
export function noClassesButErrors(file: Parsed): ts.Node[] {
  return file.nodes.filter((node) => {
    if (!ts.isClassLike(node)) return false;
    return !node.heritageClauses?.some(({ types }) =>
      types.some((type) => /Error$|^Fault$/.test(type.expression.getText())),
    );
  });
}

function isChildProcess(module: string): boolean {
  return module === 'node:child_process' || module === 'child_process';
}

/** Whether a property stands in the options of a call that starts a program: `runProgram(x, y, { shell })`. */
function inProgramOptions(node: ts.Node): boolean {
  const call = node.parent.parent;
  return ts.isCallExpression(call) && STARTS_PROGRAMS.test(call.expression.getText());
}

/** The member that is taken of an identifier: `env` of `process.env`; undefined when it is used whole. */
function memberOf(node: ts.Identifier): string | undefined {
  const { parent } = node;
  if (ts.isPropertyAccessExpression(parent)) return parent.name.text;
  return ts.isQualifiedName(parent) ? parent.right.text : undefined;
}

function isDate(node: ts.Node): boolean {
  return ts.isIdentifier(node) && node.text === 'Date';
}

/** Whether an identifier is only a name: a property, a key, a declared member. */
function isName(node: ts.Identifier): boolean {
  const { parent } = node;
  if (ts.isPropertyAccessExpression(parent)) return parent.name === node;
  if (ts.isPropertyAssignment(parent)) return parent.name === node;
  return (ts.isPropertySignature(parent) || ts.isMethodSignature(parent)) && parent.name === node;
}
