import { inflate } from '../edge/codec/inflate.ts';
import { redacting } from '../edge/codec/redacting.ts';
import { needlesOf } from '../core/redact/needles.ts';
import { streamShapes } from '../core/redact/stream-shapes.ts';
import { ownPeak } from '../lab/own-peak.ts';
import { secretsOf } from './gate-secrets.ts';
import { flowing, type Flow } from '../lab/fuzz/gate/flow.ts';

/** `FLOW:MEGABYTES`: sends so much through the gate's stream and prints by how much that raised its own peak memory. */
const [flow = '', megabytes = ''] = (process.argv[2] ?? '').split(':');
const size = Number(megabytes) * 1e6;
const TOKEN = 'kQ7vXz2LmW9pRt4sYb6nHd3fJg8cTa5e';
const known = { secrets: { ...secretsOf(10).secrets, TOKEN } };
needlesOf(known);
const { stream, withheld } = redacting(known, { inflate, also: streamShapes() });
const before = process.memoryUsage().rss;
const began = process.cpuUsage();
let out = 0;
let masks = 0;
for await (const chunk of flowing(flow as Flow, size, TOKEN).pipeThrough(stream)) {
  out += chunk.length;
  masks += Buffer.from(chunk).toString('latin1').split('[redacted: TOKEN]').length - 1;
}
const { user, system } = process.cpuUsage(began);
const growth = (ownPeak() - before) / 1e6;
process.stdout.write(
  `${JSON.stringify({ growth, rate: size / (user + system), out, masks, withheld: withheld().length })}\n`,
);
