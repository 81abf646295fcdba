import ts from 'typescript';
import { importedNames } from './imported-names.ts';
import { GITHUB_WRITERS, INNER_SINKS, OUTBOUND_SINKS } from './sink-table.ts';
import type { Parsed } from './source-file.ts';

/** What writes or sends, by the module that it comes from. */
const WRITES: readonly (readonly [module: RegExp, names: RegExp])[] = [
  [
    /^(node:)?fs(\/promises)?$/,
    /^(write|append|createWriteStream|open|copyFile|cp|rename|link|symlink|truncate|promises|default|\*)/,
  ],
  [/^(node:)?(net|tls|https?|http2|dgram|dns|dns\/promises|sqlite|worker_threads)$/, /^(?!isIP)/],
  [/^@actions\/(core|artifact|github)$/, /^(?!getInput$)/],
  [/^(@octokit\/|octokit$|probot$|undici$|ws$)/, /^/],
];

const GLOBALS = /^(fetch|console|WebSocket|EventSource|BroadcastChannel)$/;
const STREAMS = /^(stdout|stderr|report|emitWarning|send|channel)$/;

/** In edge/, whatever writes or sends stands in a file that the table names. */
export function sinksAreListed(file: Parsed): ts.Node[] {
  if (!file.path.startsWith('edge/') || file.path in OUTBOUND_SINKS || file.path in INNER_SINKS) return [];
  return sinksIn(file);
}

/** Everything in a file that writes or sends. */
export function sinksIn(file: Parsed): ts.Node[] {
  const imported = importedNames(file)
    .filter(({ typeOnly, name }) => !typeOnly && name !== '')
    .filter(({ module, name }) => WRITES.some(([of, names]) => of.test(module) && names.test(name)))
    .map(({ node }) => node);
  const named = file.nodes.filter((node) => {
    if (!ts.isIdentifier(node) || ts.isTypeQueryNode(node.parent)) return false;
    const { parent } = node;
    if (ts.isPropertyAccessExpression(parent) && parent.name === node) {
      const of = parent.expression.getText();
      return (
        (of === 'globalThis' && GLOBALS.test(node.text)) || (of === 'process' && STREAMS.test(node.text))
      );
    }
    return GLOBALS.test(node.text) && isGlobal(node);
  });
  return [...imported, ...named];
}

/** In edge/, only the writers name a route that changes something; everyone else says in so many words that it reads. */
export function githubWrittenByItsWriters(file: Parsed): ts.Node[] {
  if (!file.path.startsWith('edge/') || file.path in GITHUB_WRITERS) return [];
  const helpers = new Set(
    importedNames(file)
      .filter(({ module, name }) => module === 'edge/github/call.ts' && name === 'call')
      .map(({ local }) => local),
  );
  return file.nodes.filter((node) => {
    if (ts.isStringLiteralLike(node) || ts.isTemplateHead(node))
      return /^(POST|PUT|PATCH|DELETE) \//.test(node.text);
    if (!ts.isCallExpression(node) || !helpers.has(node.expression.getText())) return false;
    return !saysItsRoute(node.arguments[2]);
  });
}

/** A route in so many words, or a parameter whose type says that it reads. */
function saysItsRoute(route: ts.Expression | undefined): boolean {
  if (route === undefined) return false;
  if (ts.isStringLiteralLike(route)) return /^[A-Z]+ \//.test(route.text);
  if (!ts.isIdentifier(route)) return false;
  return declaringParameter(route)?.type?.getText().startsWith('`GET /${') ?? false;
}

function declaringParameter(name: ts.Identifier): ts.ParameterDeclaration | undefined {
  for (let around: ts.Node = name.parent; around; around = around.parent) {
    const found = ts.isFunctionLike(around)
      ? around.parameters.find((one) => one.name.getText() === name.text)
      : undefined;
    if (found) return found;
  }
  return undefined;
}

/** Whether an identifier means the global of its name: it is neither a member nor declared as something else. */
function isGlobal(node: ts.Identifier): boolean {
  const { parent } = node;
  const declares =
    ts.isBindingElement(parent) ||
    ts.isParameter(parent) ||
    ts.isVariableDeclaration(parent) ||
    isMember(parent);
  if (declares && 'name' in parent && parent.name === node) return false;
  if (ts.isBindingElement(parent) && parent.propertyName === node) return false;
  return !declaredAround(node);
}

function isMember(parent: ts.Node): boolean {
  return (
    ts.isPropertyAssignment(parent) ||
    ts.isPropertySignature(parent) ||
    ts.isMethodSignature(parent) ||
    ts.isMethodDeclaration(parent)
  );
}

/** Whether a function around a name has a parameter of that name. */
function declaredAround(node: ts.Identifier): boolean {
  for (let around: ts.Node = node.parent; around; around = around.parent) {
    if (!ts.isFunctionLike(around)) continue;
    const names = around.parameters.flatMap(({ name }) =>
      ts.isIdentifier(name)
        ? [name.text]
        : name.elements.map((one) => one.getText().split(/[\s:=]/)[0] ?? ''),
    );
    if (names.includes(node.text)) return true;
  }
  return false;
}
