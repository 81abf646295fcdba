import { CST, Lexer } from 'yaml';
import { byteLength } from './byte-length.ts';
import { findingAt, type Finding } from './problem.ts';

/** A configuration beyond these is no configuration; within them the YAML parser stays quick. */
const limits = { bytes: 131_072, tokens: 4_000, lines: 10_000, flowDepth: 10, perLine: 8, indent: 64 };

/**
 * What must not be in the text at all, found before anything is composed from it: wrong encoding, anchors,
 * aliases, tags, directives, several documents, and every bomb made of nesting or sheer number.
 */
export function scan(text: string): Finding[] {
  const whole = checkCharacters(text) ?? checkLines(text);
  return whole ? [whole] : scanTokens(text);
}

/** A text of one value may have any number of lines, and the parser takes long over each. */
function checkLines(text: string): Finding | null {
  let lines = 0;
  for (let at = text.indexOf('\n'); at !== -1; at = text.indexOf('\n', at + 1)) {
    lines += 1;
    if (lines > limits.lines) return tooMuch(at);
  }
  return null;
}

function checkCharacters(text: string): Finding | null {
  if (text.length > limits.bytes || byteLength(text) > limits.bytes) {
    return findingAt(
      0,
      `The file is larger than ${limits.bytes / 1024} KiB.`,
      'Move long prompts into files: `system_prompt_file`.',
    );
  }
  if (text.startsWith('\uFEFF')) {
    return findingAt(
      0,
      'The file starts with a byte order mark.',
      'Save it as UTF-8 without a byte order mark.',
    );
  }
  const strange = /[^\t\n\r\x20-\x7e\u0085\u00a0-\ud7ff\ue000-\ufefe\uff00-\ufffc\u{10000}-\u{10ffff}]/u.exec(
    text,
  );
  if (!strange) return null;
  return findingAt(
    strange.index,
    'The file contains a character that is not text.',
    'Save it as plain UTF-8, without control characters.',
  );
}

/** What the lexer puts between tokens (document, end of flow, scalar); they take no room in the text. */
const markers = ['\x02', '\x18', '\x1f'];

type Depths = { flow: number; line: number; lineStart: boolean };

function scanTokens(text: string): Finding[] {
  const findings: Finding[] = [];
  const depths: Depths = { flow: 0, line: 0, lineStart: true };
  let offset = 0;
  let tokens = 0;
  let documents = 0;
  let inScalar = false;
  for (const token of new Lexer().lex(text)) {
    // A scalar's text follows its marker; whatever it looks like, it is only text.
    const type: string | null = inScalar ? 'text' : CST.tokenType(token);
    inScalar = type === 'scalar';
    tokens += 1;
    if (type === 'doc-start') documents += 1;
    const bomb = tokens > limits.tokens ? tooMuch(offset) : tooDeep(type, token, depths, offset);
    if (bomb) return [...findings, bomb];
    const found = documents > 1 && type === 'doc-start' ? severalDocuments(offset) : forbidden(type, offset);
    if (found && findings.length < 20) findings.push(found);
    if (!markers.includes(token)) offset += token.length;
  }
  return findings;
}

function forbidden(type: string | null, offset: number): Finding | null {
  switch (type) {
    case 'anchor':
    case 'alias':
      return findingAt(
        offset,
        'Anchors (`&name`) and aliases (`*name`) are not allowed: every agent says plainly what it has.',
        'Write the value out, or put it into `defaults`. Quote a text that starts with & or *.',
      );
    case 'tag':
      return findingAt(
        offset,
        'Tags (`!name`) are not allowed.',
        'Remove the tag. Quote a text that starts with an exclamation mark.',
      );
    case 'directive-line':
      return findingAt(offset, 'Directives (`%…`) are not allowed.', 'Remove the line.');
    default:
      return null;
  }
}

function severalDocuments(offset: number): Finding {
  return findingAt(
    offset,
    'The file holds more than one YAML document.',
    'Keep one, and remove the `---` line.',
  );
}

function tooMuch(offset: number): Finding {
  return findingAt(
    offset,
    'The file has too many parts to be a configuration.',
    'Remove what no agent needs.',
  );
}

/** Nesting, counted on the tokens: the parser is recursive and would not survive more. */
function tooDeep(type: string | null, token: string, depths: Depths, offset: number): Finding | null {
  if (type === 'flow-map-start' || type === 'flow-seq-start') depths.flow += 1;
  if (type === 'flow-map-end' || type === 'flow-seq-end') depths.flow = Math.max(0, depths.flow - 1);
  if (type === 'newline') Object.assign(depths, { line: 0, lineStart: true });
  const nests = type === 'seq-item-ind' || type === 'explicit-key-ind' || type === 'map-value-ind';
  if (nests && depths.flow === 0) depths.line += 1;
  const indented = depths.lineStart && type === 'space' && token.length > limits.indent;
  if (type !== 'newline') depths.lineStart = false;
  if (!indented && depths.flow <= limits.flowDepth && depths.line <= limits.perLine) return null;
  return findingAt(
    offset,
    'The file is nested too deeply.',
    'An agent’s keys stand two levels deep; see docs/examples/dispatch.yml.',
  );
}
