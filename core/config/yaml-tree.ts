import { isMap, isScalar, isSeq, LineCounter, parseDocument, type YAMLMap } from 'yaml';
import { finding, findingAt, shown, type Finding, type Path } from './problem.ts';

/** The file's contents as plain data without prototypes, and where each part of it stands. */
export type YamlTree = {
  data: unknown;
  findings: Finding[];
  /** The offset of a path's key or value; of the nearest parent for what isn't there. */
  offsetOf(path: Path, at: 'key' | 'value'): number;
  /** Line and column of an offset, from 1. */
  placeOf(offset: number): { line: number; column: number };
};

/** `agents.NAME.mcp_servers.NAME.tools.NAME.input.NAME.enum[0]` */
const deepest = 10;

/** Parses text that `scan` found nothing in. Never throws; what is wrong is in `findings`. */
export function yamlTree(text: string): YamlTree {
  const lines = new LineCounter();
  const places: Places = new Map();
  const findings: Finding[] = [];
  let data: unknown;
  try {
    const parsed = parseDocument(text, {
      lineCounter: lines,
      prettyErrors: false,
      // Not `silent`: that also silences the error about a second document.
      logLevel: 'error',
      uniqueKeys: false,
      version: '1.2',
      merge: false,
    });
    for (const { code, pos } of [...parsed.errors, ...parsed.warnings])
      findings.push(findingAt(pos[0], ...yamlTrouble(code)));
    if (findings.length === 0) data = convert(parsed.contents, [], places, findings);
  } catch {
    findings.push(findingAt(0, ...yamlTrouble('')));
  }
  return {
    data,
    findings,
    offsetOf: (path, at) => offsetOf(places, path, at),
    placeOf: (offset) => place(lines, offset),
  };
}

function place(lines: LineCounter, offset: number): { line: number; column: number } {
  const { line, col } = lines.linePos(offset);
  return { line: Math.max(1, line), column: Math.max(1, col) };
}

type Places = Map<string, { key: number; value: number }>;

function pathKey(path: Path): string {
  return path.join('\0');
}

function offsetOf(places: Places, path: Path, at: 'key' | 'value'): number {
  for (let length = path.length; length >= 0; length -= 1) {
    const found = places.get(pathKey(path.slice(0, length)));
    // What isn't there is reported at the key of what should hold it.
    if (found) return length === path.length ? found[at] : found.key;
  }
  return 0;
}

/** Turns nodes into data. The nodes' types are the parser's business: everything unexpected becomes a finding. */
function convert(
  node: unknown,
  path: Path,
  places: Places,
  findings: Finding[],
  keyOffset?: number,
): unknown {
  const start = rangeStart(node) ?? keyOffset ?? 0;
  places.set(pathKey(path), { key: keyOffset ?? start, value: start });
  if (path.length > deepest) {
    findings.push(finding(path, 'The file is nested too deeply.', 'Remove the inner levels.'));
    return null;
  }
  if (isMap(node)) return convertMap(node, path, places, findings);
  if (isSeq(node)) return node.items.map((item, index) => convert(item, [...path, index], places, findings));
  return isScalar(node) ? node.value : null;
}

function convertMap(map: YAMLMap, path: Path, places: Places, findings: Finding[]): Record<string, unknown> {
  const data = Object.create(null) as Record<string, unknown>;
  for (const { key, value } of map.items) {
    const offset = rangeStart(key) ?? rangeStart(map) ?? 0;
    const name: unknown = isScalar(key) ? key.value : undefined;
    if (typeof name !== 'string') {
      findings.push(
        findingAt(offset, 'A key is not a plain text.', 'Write the key as a word, or in quotes.', path),
      );
    } else if (name === '<<') {
      findings.push(
        findingAt(
          offset,
          'Merge keys (`<<`) are not allowed.',
          'Write the values out, or put them into `defaults`.',
          path,
        ),
      );
    } else if (name === '__proto__') {
      findings.push(findingAt(offset, '`__proto__` is not allowed as a key.', 'Choose another name.', path));
    } else if (Object.hasOwn(data, name)) {
      findings.push(
        findingAt(offset, `The key ${shown(name)} is given twice.`, 'Keep one of the two.', [...path, name]),
      );
    } else {
      data[name] = convert(value, [...path, name], places, findings, offset);
    }
  }
  return data;
}

function rangeStart(node: unknown): number | undefined {
  if (typeof node !== 'object' || node === null || !('range' in node)) return undefined;
  const range: unknown = node.range;
  return Array.isArray(range) && typeof range[0] === 'number' ? range[0] : undefined;
}

/** The parser's own messages quote the text, so only its codes are used. */
function yamlTrouble(code: string): [message: string, remedy: string] {
  switch (code) {
    case 'TAB_AS_INDENT':
      return ['A tab is used for indentation.', 'Indent with spaces.'];
    case 'BAD_INDENT':
      return [
        'The indentation does not fit the lines around it.',
        'Give keys of one level the same number of spaces.',
      ];
    case 'MULTIPLE_DOCS':
      return ['The file holds more than one YAML document.', 'Keep one, and remove the `---` or `...` line.'];
    case 'MISSING_CHAR':
      return ['A quote, bracket, colon or comma is missing.', 'Close what was opened before this place.'];
    case 'BAD_DQ_ESCAPE':
      return [
        'A back-slash in double quotes starts no known escape.',
        'Use single quotes, or double the back-slash.',
      ];
    default:
      return ['This is not valid YAML.', 'Check the quotes, colons and indentation around this place.'];
  }
}
