import ts from 'typescript';
import { resolveImport, type Parsed } from './source-file.ts';

/** One name that a file takes from a module. `name` is `*` for the whole module. */
export type ImportedName = { node: ts.Node; module: string; name: string; local: string; typeOnly: boolean };

/** Every name taken from another module, by import, re-export, `import()` or `require`. */
export function importedNames({ path, nodes }: Parsed): ImportedName[] {
  const names: ImportedName[] = [];
  for (const node of nodes) {
    if (ts.isImportDeclaration(node) && ts.isStringLiteral(node.moduleSpecifier)) {
      names.push(...fromClause(node, resolveImport(path, node.moduleSpecifier.text)));
    } else if (
      ts.isExportDeclaration(node) &&
      node.moduleSpecifier &&
      ts.isStringLiteral(node.moduleSpecifier)
    ) {
      names.push(...fromExport(node, resolveImport(path, node.moduleSpecifier.text)));
    } else if (ts.isCallExpression(node) && isModuleCall(node)) {
      const argument = node.arguments[0];
      const module = argument && ts.isStringLiteralLike(argument) ? resolveImport(path, argument.text) : '?';
      names.push({ node, module, name: '*', local: '', typeOnly: false });
    } else if (ts.isImportTypeNode(node) && ts.isLiteralTypeNode(node.argument)) {
      const module = ts.isStringLiteral(node.argument.literal) ? node.argument.literal.text : '?';
      const name = node.qualifier?.getText() ?? '*';
      names.push({ node, module: resolveImport(path, module), name, local: '', typeOnly: true });
    }
  }
  return names;
}

function fromClause(node: ts.ImportDeclaration, module: string): ImportedName[] {
  const clause = node.importClause;
  if (!clause) return [{ node, module, name: '', local: '', typeOnly: false }];
  const typeOnly = clause.phaseModifier === ts.SyntaxKind.TypeKeyword;
  const names: ImportedName[] = [];
  if (clause.name) names.push({ node, module, name: 'default', local: clause.name.text, typeOnly });
  const bindings = clause.namedBindings;
  if (bindings && ts.isNamespaceImport(bindings)) {
    names.push({ node, module, name: '*', local: bindings.name.text, typeOnly });
  } else if (bindings) {
    for (const element of bindings.elements) {
      const name = (element.propertyName ?? element.name).text;
      names.push({
        node: element,
        module,
        name,
        local: element.name.text,
        typeOnly: typeOnly || element.isTypeOnly,
      });
    }
  }
  return names;
}

function fromExport(node: ts.ExportDeclaration, module: string): ImportedName[] {
  const clause = node.exportClause;
  if (!clause || !ts.isNamedExports(clause)) {
    return [{ node, module, name: '*', local: '', typeOnly: node.isTypeOnly }];
  }
  return clause.elements.map((element) => ({
    node: element,
    module,
    name: (element.propertyName ?? element.name).text,
    local: '',
    typeOnly: node.isTypeOnly || element.isTypeOnly,
  }));
}

function isModuleCall(node: ts.CallExpression): boolean {
  return (
    node.expression.kind === ts.SyntaxKind.ImportKeyword ||
    (ts.isIdentifier(node.expression) && node.expression.text === 'require')
  );
}
