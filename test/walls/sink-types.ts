import { join, relative } from 'node:path';
import ts from 'typescript';
import { PLACES } from './sink-table.ts';

/** A parameter of an exported function through which text could come that is no `Outbound`. */
export type OpenParameter = { path: string; parameter: string; because: string };

/** Options of the repository, its files in edge/, and files that are only in memory: their path to their text. */
export function programOf(root: string, planted: Readonly<Record<string, string>> = {}): ts.Program {
  const { config } = ts.readConfigFile(join(root, 'tsconfig.json'), (path) => ts.sys.readFile(path));
  const only = { ...(config as object), include: ['edge/**/*.ts'], exclude: [] };
  const { fileNames, options } = ts.parseJsonConfigFileContent(only, ts.sys, root);
  const virtual = new Map(Object.entries(planted).map(([path, text]) => [join(root, path), text]));
  const host = ts.createCompilerHost(options, true);
  return ts.createProgram([...fileNames, ...virtual.keys()], options, {
    ...host,
    readFile: (path) => virtual.get(path) ?? ts.sys.readFile(path),
    fileExists: (path) => virtual.has(path) || ts.sys.fileExists(path),
    // The host's own reads past what was given above.
    getSourceFile: (path, language) => {
      const text = virtual.get(path);
      return text === undefined
        ? host.getSourceFile(path, language)
        : ts.createSourceFile(path, text, language, true);
    },
  });
}

/** Every parameter of what these files export that can hold text: `createComment(repository.owner)`. */
export function openParameters(program: ts.Program, root: string, paths: readonly string[]): OpenParameter[] {
  const checker = program.getTypeChecker();
  return paths.flatMap((path) => {
    const file = program.getSourceFile(join(root, path));
    const module = file && checker.getSymbolAtLocation(file);
    if (!module) throw new Error(`${relative(root, path)} is no module that was read`);
    const found = checker
      .getExportsOfModule(module)
      .filter((symbol) => (resolved(symbol, checker).flags & ts.SymbolFlags.Value) !== 0)
      .flatMap((symbol) =>
        functionsIn(checker.getTypeOfSymbol(resolved(symbol, checker)), symbol.name, checker, 0),
      );
    return found.map((one) => ({ path, ...one }));
  });
}

type Open = Omit<OpenParameter, 'path'>;
/** How deep functions are looked for in what a function returns or an object holds. */
const DEPTH = 3;

function resolved(symbol: ts.Symbol, checker: ts.TypeChecker): ts.Symbol {
  return (symbol.flags & ts.SymbolFlags.Alias) === 0 ? symbol : checker.getAliasedSymbol(symbol);
}

function functionsIn(type: ts.Type, name: string, checker: ts.TypeChecker, depth: number): Open[] {
  if (depth > DEPTH || isSealed(type, checker)) return [];
  if (type.isUnion()) return type.types.flatMap((one) => functionsIn(one, name, checker, depth));
  // What cannot be looked into may be a function that takes anything.
  if (isUnbounded(type)) return depth === 0 ? [{ parameter: name, because: checker.typeToString(type) }] : [];
  if ((type.flags & ts.TypeFlags.Object) === 0) return [];
  const own = [...type.getCallSignatures(), ...type.getConstructSignatures()].flatMap((signature) => [
    ...signature.parameters.flatMap((parameter) =>
      textIn(checker.getTypeOfSymbol(parameter), checker, new Set()).map(({ at, because }) => ({
        parameter: `${name}(${[parameter.name, ...at].join('.')})`,
        because,
      })),
    ),
    ...functionsIn(withoutPromise(signature.getReturnType(), checker), `${name}()`, checker, depth + 1),
  ]);
  const members = isOurs(type) ? type.getProperties() : [];
  return [
    ...own,
    ...members.flatMap((member) =>
      functionsIn(checker.getTypeOfSymbol(member), `${name}.${member.name}`, checker, depth + 1),
    ),
  ];
}

function withoutPromise(type: ts.Type, checker: ts.TypeChecker): ts.Type {
  return checker.getAwaitedType(type) ?? type;
}

type Text = { at: string[]; because: string };

/** Where in a type text can be: each place once, `[]` for the type itself. */
function textIn(type: ts.Type, checker: ts.TypeChecker, seen: Set<ts.Type>): Text[] {
  if (isSealed(type, checker) || isPlace(type)) return [];
  if (isText(type) || isUnbounded(type)) return [{ at: [], because: checker.typeToString(type) }];
  if (seen.has(type)) return [];
  seen.add(type);
  if (type.isUnionOrIntersection()) return type.types.flatMap((one) => textIn(one, checker, seen));
  if ((type.flags & ts.TypeFlags.Instantiable) !== 0) {
    const bound = checker.getBaseConstraintOfType(type);
    return bound === undefined || bound === type
      ? [{ at: [], because: checker.typeToString(type) }]
      : textIn(bound, checker, seen);
  }
  if ((type.flags & ts.TypeFlags.Object) === 0) return [];
  return textInObject(type, checker, seen);
}

/** An object holds text in its fields, in what its functions return, and in what a container is made of. */
function textInObject(type: ts.Type, checker: ts.TypeChecker, seen: Set<ts.Type>): Text[] {
  const indexed = checker.getIndexInfosOfType(type).flatMap((info) => [info.keyType, info.type]);
  const elements = [...argumentsOf(type, checker), ...indexed];
  const returned = type.getCallSignatures().map((signature) => signature.getReturnType());
  const inner = [...elements, ...returned].flatMap((one) => textIn(one, checker, seen));
  if (!isOurs(type)) {
    const known = INERT.has(type.symbol?.name ?? '') || elements.length > 0;
    return known ? inner : [...inner, { at: [], because: checker.typeToString(type) }];
  }
  // Other sealed values hold text that has not passed.
  if (isEmpty(type, checker) || sealOf(type, checker) !== undefined)
    return [{ at: [], because: checker.typeToString(type) }];
  const fields = type.getProperties().flatMap((field) =>
    textIn(checker.getTypeOfSymbol(field), checker, seen).map(({ at, because }) => ({
      at: [field.name, ...at],
      because,
    })),
  );
  return [...inner, ...fields];
}

function argumentsOf(type: ts.Type, checker: ts.TypeChecker): readonly ts.Type[] {
  const isReference = ((type as ts.ObjectType).objectFlags & ts.ObjectFlags.Reference) !== 0;
  return isReference ? checker.getTypeArguments(type as ts.TypeReference) : [];
}

/** Types of the language and of Node that hold no text. All others of theirs could. */
const INERT = new Set(['AbortSignal', 'Date', 'Function']);

/** A type that says where something goes, or how. */
function isPlace({ aliasSymbol }: ts.Type): boolean {
  const declared = aliasSymbol?.declarations?.[0]?.getSourceFile().fileName ?? '';
  const file = PLACES[aliasSymbol?.name ?? ''];
  return file !== undefined && declared.endsWith(`/${file}`);
}

/** Any text at all: a union of literals is a choice of our own words. */
function isText({ flags }: ts.Type): boolean {
  return (flags & (ts.TypeFlags.String | ts.TypeFlags.TemplateLiteral | ts.TypeFlags.StringMapping)) !== 0;
}

function isUnbounded({ flags }: ts.Type): boolean {
  return (flags & (ts.TypeFlags.Any | ts.TypeFlags.Unknown | ts.TypeFlags.NonPrimitive)) !== 0;
}

/** `{}` takes everything. */
function isEmpty(type: ts.Type, checker: ts.TypeChecker): boolean {
  return (
    type.getProperties().length === 0 &&
    type.getCallSignatures().length === 0 &&
    type.getConstructSignatures().length === 0 &&
    checker.getIndexInfosOfType(type).length === 0
  );
}

/** Declared in this repository, or on the spot. */
function isOurs(type: ts.Type): boolean {
  const declared = type.symbol?.declarations?.[0]?.getSourceFile().fileName;
  return declared === undefined || !declared.includes('/node_modules/');
}

/** `Outbound` itself, whatever it is called. */
function isSealed(type: ts.Type, checker: ts.TypeChecker): boolean {
  return type.getProperties().length === 1 && sealOf(type, checker) === 'Outbound';
}

/** The name of a sealed type, by the brand that `core/seal.ts` declares; undefined for a type that is none. */
function sealOf(type: ts.Type, checker: ts.TypeChecker): string | undefined {
  const brand = type
    .getProperties()
    .find(({ declarations }) => declarations?.[0]?.getSourceFile().fileName.endsWith('/core/seal.ts'));
  if (brand === undefined) return undefined;
  const name = checker.getTypeOfSymbol(brand);
  return name.isStringLiteral() ? name.value : '';
}
