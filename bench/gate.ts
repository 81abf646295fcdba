import { inflate } from '../edge/codec/inflate.ts';
import { gate, isWithheld } from '../core/redact/gate.ts';
import { makeLedger } from '../core/redact/known/ledger.ts';
import { needlesOf } from '../core/redact/needles.ts';
import { findDisguised } from '../core/redact/scan.ts';
import { redactStream } from '../core/redact/stream.ts';
import { randomOf } from '../lab/fuzz/random.ts';
import { secretKinds } from '../lab/fuzz/gate/secret-kinds.ts';
import { events, review } from './gate-texts.ts';
import { quantile, verdict } from './statistics.ts';

const MB = 1_000_000;
const COMMENTS = 40;
const WARM_UP = 10;
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

/** Speed of the search for known values by number of secrets, its time for a comment, and its memory. */
export function measure(): Promise<string> {
  const text = new Uint8Array(events(10 * MB));
  const speeds = COUNTS.map((count) => speedOf(count, text));
  const [, ten, , thousand] = speeds;
  say(verdict('raw, 1,000 secrets against 10', (ten?.raw ?? 0) / (thousand?.raw ?? 1), 2, 'times the time'));
  say(verdict('a stream, 10 secrets', 1000 / (ten?.stream ?? 1), 1000 / 60, 'ms for each MB'));
  const posted = {
    words: comment(review(MB)),
    events: comment(Buffer.from(text.subarray(0, MB)).toString()),
  };
  for (const [what, { whole, search }] of Object.entries(posted)) {
    say(verdict(`a comment of 64 KiB of ${what}, the whole gate, 99th percentile`, whole, 60, 'ms'));
    say(`        of it one search for disguises: ${search.toFixed(0)} ms`);
  }
  say(verdict('memory over that of the start, 200 MB streamed', memory(text), 64, 'MB'));
  return Promise.resolve(
    `stream ${ten?.stream.toFixed(0)} MB/s, raw ${ten?.raw.toFixed(0)} MB/s (1,000 secrets: ${thousand?.raw.toFixed(0)}), comment ${posted.words.whole.toFixed(0)} ms`,
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

/** The 99th percentile of milliseconds that the whole gate takes for a comment, and what part of it is the search. */
function comment(text: string): { whole: number; search: number } {
  const secrets = secretsOf(10);
  const known = needlesOf(secrets);
  const times = Array.from({ length: COMMENTS + WARM_UP }, (_, at) => {
    const words = text.slice(at * 4096, at * 4096 + 65_536);
    const whole = spent(() => {
      const result = gate(words, 'comment', secrets, { inflate, ledger: makeLedger() });
      if (isWithheld(result)) throw new Error(`clean text was withheld: ${result.kinds.join(', ')}`);
    });
    return { whole, search: spent(() => findDisguised(words, known, { inflate })) };
  }).slice(WARM_UP);
  return {
    whole: quantile(
      times.map((time) => time.whole),
      0.99,
    ),
    search: quantile(
      times.map((time) => time.search),
      0.99,
    ),
  };
}

function spent(work: () => void): number {
  const before = process.cpuUsage();
  work();
  return process.cpuUsage(before).user / 1000;
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
