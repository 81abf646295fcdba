import ts from 'typescript';
import { importedNames } from './imported-names.ts';
import { nodesOf, PRODUCTION, type Parsed } from './source-file.ts';

/** Every sealed type and the one file that makes it. A new seal needs a line here. */
const MAKERS: Readonly<Record<string, string>> = {
  Outbound: 'core/redact/gate.ts',
  Approved: 'core/approval/decide.ts',
  Authorised: 'core/authority/decide.ts',
  Verified: 'core/ticket/verify.ts',
  Document: 'core/redact/document.ts',
};

const GATE = MAKERS['Outbound'];
const SEAL = 'core/seal.ts';

/** What was sealed comes out in edge/ only, where the bytes leave. */
export function revealOnlyInEdge(file: Parsed): ts.Node[] {
  if (/^(edge|test)\//.test(file.path)) return [];
  return importedNames(file)
    .filter(
      ({ module, name, typeOnly }) => module === GATE && !typeOnly && (name === 'reveal' || name === '*'),
    )
    .map(({ node }) => node);
}

/** `makeSeal('Name')` stands in the one file that makes `Name`, and a whole-module import cannot hide it. */
export function sealMadeInItsFile(file: Parsed): ts.Node[] {
  if (file.path.startsWith('test/') || file.path === SEAL) return [];
  const taken = importedNames(file).filter(({ module, typeOnly }) => module === SEAL && !typeOnly);
  const whole = taken.filter(({ name }) => name === '*').map(({ node }) => node);
  const makers = new Set(taken.filter(({ name }) => name === 'makeSeal').map(({ local }) => local));
  const calls = file.nodes
    .filter((node) => ts.isIdentifier(node) && makers.has(node.text) && !isImportName(node))
    .filter((node) => !isCallFor(node.parent, file.path));
  return [...whole, ...calls];
}

/** Nothing is cast, or declared by a type guard, to be sealed: only a maker makes. */
export function noCastIntoASeal(file: Parsed): ts.Node[] {
  if (file.path.startsWith('test/') || file.path === SEAL) return [];
  const names = sealedNames(file);
  return file.nodes.filter((node) => {
    if (ts.isAsExpression(node) || ts.isTypeAssertionExpression(node)) {
      return mentions(node.type, names) || (PRODUCTION.test(file.path) && isAnyOrNever(node.type));
    }
    return ts.isTypePredicateNode(node) && node.type !== undefined && mentions(node.type, names);
  });
}

/** The sealed types' names in this file: as they are, renamed at import, or given an alias. */
function sealedNames(file: Parsed): Set<string> {
  // A maker may narrow to its own type: it opens what it narrows, and a forgery throws there.
  const names = new Set(['Sealed', ...Object.keys(MAKERS).filter((name) => MAKERS[name] !== file.path)]);
  for (const { name, local } of importedNames(file)) if (names.has(name)) names.add(local);
  for (const node of file.nodes) {
    if (!ts.isTypeAliasDeclaration(node) || MAKERS[node.name.text] === file.path) continue;
    if (isJust(node.type, names)) names.add(node.name.text);
  }
  return names;
}

/** Whether a type is one of the names and nothing else; a record that has a sealed field is no seal. */
function isJust(type: ts.TypeNode, names: ReadonlySet<string>): boolean {
  return ts.isTypeReferenceNode(type) && names.has(type.typeName.getText());
}

function mentions(type: ts.TypeNode, names: ReadonlySet<string>): boolean {
  return nodesOf(type).some((node) => ts.isIdentifier(node) && names.has(node.text));
}

function isAnyOrNever(type: ts.TypeNode): boolean {
  return type.kind === ts.SyntaxKind.AnyKeyword || type.kind === ts.SyntaxKind.NeverKeyword;
}

function isCallFor(parent: ts.Node, path: string): boolean {
  if (!ts.isCallExpression(parent)) return false;
  const name = parent.arguments[0];
  return name !== undefined && ts.isStringLiteral(name) && MAKERS[name.text] === path;
}

function isImportName(node: ts.Node): boolean {
  return ts.isImportSpecifier(node.parent);
}
