import { inflate } from '../edge/codec/inflate.ts';
import { utf8 } from '../core/redact/known/bytes.ts';
import { explore } from '../core/redact/known/explore.ts';
import { needlesOf } from '../core/redact/needles.ts';
import { redactStream } from '../core/redact/stream.ts';
import { randomOf } from '../lab/fuzz/random.ts';
import { secretKinds } from '../lab/fuzz/gate/secret-kinds.ts';
import { quantile, verdict } from './statistics.ts';

const MB = 1_000_000;
const COUNTS = [0, 10, 100, 1000];
const say = (line: string) => process.stdout.write(`${line}\n`);

/** Seconds of one core that the work takes, the best of three: what else the machine does is no matter. */
function took(work: () => void): number {
  const once = () => {
    const before = process.cpuUsage();
    work();
    return process.cpuUsage(before).user / 1e6;
  };
  return Math.min(once(), once(), once());
}

function secretsOf(count: number) {
  const values = Array.from({ length: count }, (_, at) => {
    const kind = secretKinds[at % secretKinds.length] ?? secretKinds[0];
    return [`S${at}`, kind?.make(randomOf(1, at)) ?? ''];
  });
  return { secrets: Object.fromEntries(values) as Record<string, string> };
}

/** Lines as a run's event stream has them: JSON with words, code and numbers. */
function events(length: number): Uint8Array {
  const lines: string[] = [];
  for (let size = 0, at = 0; size < length; at++) {
    const random = randomOf(2, at);
    const code = `const total${at} = items.filter((item) => item.size > ${random.below(9999)}).length;\n`;
    const line = JSON.stringify({
      type: 'assistant',
      uuid: `${random.below(2 ** 31).toString(16)}-${random.below(65536).toString(16)}`,
      message: {
        content: [
          { type: 'text', text: `Step ${at} reads the next file.\n${code.repeat(1 + random.below(6))}` },
        ],
      },
    });
    lines.push(line);
    size += line.length + 1;
  }
  return Buffer.from(lines.join('\n')).subarray(0, length);
}

/** Speed of the search for known values by number of secrets, its time for a comment, and its memory. */
export function measure(): Promise<string> {
  const text = new Uint8Array(events(10 * MB));
  const speeds = COUNTS.map((count) => speedOf(count, text));
  const [, ten, , thousand] = speeds;
  say(verdict('raw, 1,000 secrets against 10', (ten?.raw ?? 0) / (thousand?.raw ?? 1), 2, 'times the time'));
  say(verdict('a stream, 10 secrets', 1000 / (ten?.stream ?? 1), 1000 / 60, 'ms for each MB'));
  const slowest = comment(text);
  say(verdict('a comment of 64 KiB, 99th percentile', slowest, 60, 'ms'));
  say(verdict('memory over that of the start, 200 MB streamed', memory(text), 64, 'MB'));
  return Promise.resolve(
    `stream ${ten?.stream.toFixed(0)} MB/s, raw ${ten?.raw.toFixed(0)} MB/s (1,000 secrets: ${thousand?.raw.toFixed(0)}), comment ${slowest.toFixed(0)} ms`,
  );
}

function speedOf(count: number, text: Uint8Array): { raw: number; stream: number } {
  const secrets = secretsOf(count);
  const known = needlesOf(secrets);
  const raw = text.length / MB / took(() => known.raw.scan(text, () => {}));
  const stream = text.length / MB / took(() => through(secrets, text));
  say(`${String(count).padStart(5)} secrets: raw ${raw.toFixed(0)} MB/s, stream ${stream.toFixed(1)} MB/s`);
  return { raw, stream };
}

function through(secrets: ReturnType<typeof secretsOf>, text: Uint8Array, times = 1): void {
  const stream = redactStream(secrets, { inflate });
  for (let turn = 0; turn < times; turn++) {
    for (let at = 0; at < text.length; at += 65_536) stream.push(text.subarray(at, at + 65_536));
  }
  stream.end();
  if (stream.withheld().length > 0)
    throw new Error(`clean text was withheld: ${stream.withheld().join(', ')}`);
}

function comment(text: Uint8Array): number {
  const known = needlesOf(secretsOf(10));
  const times = Array.from({ length: 120 }, (_, at) => {
    const words = utf8(Buffer.from(text.subarray(at * 5000, at * 5000 + 65_536)).toString());
    const before = process.cpuUsage();
    explore(words, { known, effort: 'posted', inflate, onText() {} });
    return process.cpuUsage(before).user / 1000;
  });
  return quantile(times.slice(20), 0.99);
}

function memory(text: Uint8Array): number {
  const secrets = secretsOf(10);
  needlesOf(secrets);
  const before = process.memoryUsage().rss;
  let most = before;
  for (let turn = 0; turn < 20; turn++) {
    through(secrets, text);
    most = Math.max(most, process.memoryUsage().rss);
  }
  return (most - before) / MB;
}
