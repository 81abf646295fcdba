import { finderOf } from '../../../core/redact/kinds/find.ts';
import { findShapes } from '../../../core/redact/kinds/shapes.ts';
import { kinds } from '../../../core/redact/kinds/table.ts';
import { randomOf } from '../random.ts';
import { exampleOf } from './example.ts';

/**
 * `CALLS` or `CALLS each`: searches that often, with all rules or with each alone, and prints by how many bytes the
 * heap is larger after it. The collector has to be exposed.
 */
const calls = Number(process.argv[2]);
const texts = kinds.map((kind) => `a ${exampleOf(kind.examples[0] ?? '', randomOf(1, 1)).text} b`);
const search = (find: (text: string) => unknown, times: number, pick: (call: number) => string) => {
  for (let call = 0; call < times; call++) find(pick(call));
};

function growth(work: (times: number) => void): number {
  // What is made once, such as compiled expressions, is made by the first calls.
  work(2000);
  globalThis.gc?.();
  const before = process.memoryUsage().heapUsed;
  work(calls);
  globalThis.gc?.();
  return process.memoryUsage().heapUsed - before;
}

if (globalThis.gc === undefined) throw new Error('start this with --expose-gc');
const all = growth((times) => search(findShapes, times, (call) => texts[call % texts.length] ?? ''));
let most = { bytes: 0, kind: '' };
for (const [at, kind] of process.argv[3] === 'each' ? kinds.entries() : []) {
  const find = finderOf([kind]);
  const bytes = growth((times) => search(find, times, () => texts[at] ?? ''));
  if (bytes > most.bytes) most = { bytes, kind: kind.name };
}
process.stdout.write(`${JSON.stringify({ all, most })}\n`);
