/**
 * Holes in the output gate. It is no member of the layers: whoever lets text out calls it. So another module
 * stands in its place while a step runs, made of the real one and of what is below.
 */
const AS_OUTPUT: Readonly<Record<string, readonly string[]>> = {
  // A step's output is searched for secrets and left as it is otherwise.
  'markdown-raw': ['comment', 'summary'],
  'log-raw': ['log', 'annotation'],
};

/** Everything passes as it is, and what passes can be opened by whoever writes it. */
const OPEN = `import { piecesOfDocument } from DOCUMENT;
const passed = new WeakMap();
export function gate(text) {
  const token = Object.freeze(Object.create(null));
  passed.set(token, typeof text === 'string' ? text : piecesOfDocument(text).map((piece) => piece.text).join(''));
  return token;
}
export const reveal = (token) => passed.get(token) ?? real.reveal(token);
export const counts = (token) => (passed.has(token) ? {} : real.counts(token));
export const maskedIn = (token) => (passed.has(token) ? [] : real.maskedIn(token));
`;

/** The gate as a module of JavaScript with the named holes in it; null when none of them concerns the gate. */
export function gateWithHoles(holes: readonly string[]): string | null {
  const sinks = holes.flatMap((name) => AS_OUTPUT[name] ?? []);
  const open = holes.includes('gate-open');
  if (!open && sinks.length === 0) return null;
  const real = JSON.stringify(GATE);
  const swapped = `const sinks = new Set(${JSON.stringify(sinks)});
export const gate = (text, sink, ...rest) => real.gate(text, sinks.has(sink) ? 'output' : sink, ...rest);
`;
  const body = open ? OPEN.replace('DOCUMENT', JSON.stringify(neighbour('document'))) : swapped;
  return `export * from ${real};\nimport * as real from ${real};\n${body}`;
}

/** The first lines of a program in which `gate.mjs`, beside it, stands where the gate is imported. */
export function importsOf(standIn: string | null): string {
  if (standIn === null) return '';
  return `import { registerHooks } from 'node:module';
const url = new URL('./gate.mjs', import.meta.url).href;
registerHooks({
  resolve(name, context, next) {
    const found = next(name, context);
    if (found.url !== ${JSON.stringify(GATE)} || context.parentURL === url) return found;
    return { url, format: 'module', shortCircuit: true };
  },
});
`;
}

const GATE = neighbour('gate');

/** A module of the gate's folder, as source or as it was built. */
function neighbour(name: string): string {
  const ending = import.meta.url.endsWith('.ts') ? '.ts' : '.js';
  return new URL(`../../../core/redact/${name}${ending}`, import.meta.url).href;
}
