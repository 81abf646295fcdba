import { inflate } from '../edge/codec/inflate.ts';
import { gate, isWithheld } from '../core/redact/gate.ts';
import { makeLedger } from '../core/redact/known/ledger.ts';
import { needlesOf } from '../core/redact/needles.ts';
import { findDisguised } from '../core/redact/scan.ts';
import { hostile } from './gate-hostile.ts';
import { secretsOf } from './gate-secrets.ts';
import { speeds } from './gate-speed.ts';
import { streamed } from './gate-stream.ts';
import { events, review } from './gate-texts.ts';
import { quantile, verdict } from './statistics.ts';

const MB = 1_000_000;
const COMMENTS = 300;
const WARM_UP = 30;
const LENGTH = 65_536;
const STEP = 4096;
const say = (line: string) => process.stdout.write(`${line}\n`);

/** Speed of the gate's searches beside their peers, on hostile text too, the time for a comment, and memory. */
export async function measure(): Promise<string> {
  const figures = await speeds();
  hostile();
  const posted = {
    words: comment(review(MB)),
    events: comment(Buffer.from(events(MB)).toString()),
  };
  for (const [what, { whole, search }] of Object.entries(posted)) {
    say(verdict(`a comment of 64 KiB of ${what}, the whole gate, 99th percentile`, whole, 60, 'ms'));
    say(`        of it one search for disguises: ${search.toFixed(0)} ms`);
  }
  // In a process of its own: this one has had 50 MB and a thousand secrets, and what is free of that grows and shrinks.
  const { growth } = await streamed('lines', 200);
  say(verdict('memory over that of the start, 200 MB streamed', growth, 64, 'MB'));
  return `${figures}, comment ${posted.words.whole.toFixed(0)} ms`;
}

/** The 99th percentile of milliseconds that the whole gate takes for a comment, and what part of it is the search. */
function comment(text: string): { whole: number; search: number } {
  const secrets = secretsOf(10);
  const known = needlesOf(secrets);
  const times = Array.from({ length: COMMENTS + WARM_UP }, (_, at) => {
    const start = (at * STEP) % (text.length - LENGTH);
    const words = text.slice(start, start + LENGTH);
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

/**
 * Milliseconds of this thread: what else the machine does, and what collects garbage beside it, keeps nobody waiting. With
 * what the system does for it, see `took`.
 */
function spent(work: () => void): number {
  const before = process.threadCpuUsage();
  work();
  const { user, system } = process.threadCpuUsage(before);
  return (user + system) / 1000;
}
