import { gate, isWithheld } from '../core/redact/gate.ts';
import { noticePage, reportPage } from '../core/redact/report-page.ts';
import { inflate } from '../edge/codec/inflate.ts';
import { sha256 } from '../edge/keys/digest.ts';
import type { RunPage } from '../core/report/page-data.ts';
import { took } from './own-time.ts';
import { sampleCalls, sampleRun, type SampleRun } from './sample-run.ts';
import { verdict } from './statistics.ts';

const SIZES = [1_000, 5_000, 25_000];
const SECRETS = { 'anthropic-api-key': 'sk-ant-api03-dummy-key-of-the-bench-4711' };
/** What every page holds, whatever its run did. */
const FIXED = noticePage('').length;
const say = (line: string) => process.stdout.write(`${line}\n`);

type Figures = { readonly bytes: number; readonly plain: number; readonly named: number };

/**
 * Size and build time of a report for each 1,000 calls, without and with a known secret. Its peer is the record
 * itself: the page holds it, byte for byte.
 */
export async function measure(): Promise<string> {
  const rows = SIZES.map((calls) => {
    const run = sampleRun(sampleCalls(calls));
    const figures = figuresOf(run, calls);
    const record = run.lines.reduce((sum, line) => sum + line.length + 1, 0) / 1000;
    say(
      `${String(calls).padStart(6)} calls: ${figures.bytes.toFixed(0)} kB for each 1,000 (record: ${((record * 1000) / calls).toFixed(0)} kB), ` +
        `built in ${figures.plain.toFixed(2)} s, ${figures.named.toFixed(2)} s with a known secret, for each 1,000`,
    );
    return figures;
  });
  const [small, , large] = rows as [Figures, Figures, Figures];
  say(verdict('size for each 1,000 calls, 25,000 against 1,000', large.bytes / small.bytes, 1.1, 'times'));
  say(
    verdict('build time for each 1,000 calls, 25,000 against 1,000', large.plain / small.plain, 1.5, 'times'),
  );
  say(verdict('the same with a known secret', large.named / small.named, 1.5, 'times'));
  return `${large.bytes.toFixed(0)} kB and ${large.plain.toFixed(2)} s of one core for each 1,000 calls`;
}

function figuresOf({ lines, result }: SampleRun, calls: number): Figures {
  const head = sha256(lines.at(-1) ?? '');
  const record = { lines, head, objection: null };
  const page: RunPage = { kind: 'run', name: 'bench', result, resultProblem: null, record, masked: [] };
  const json = JSON.stringify(page);
  const build = (secrets: Record<string, string>) => () => {
    const out = gate(json, 'report', { secrets }, { inflate });
    if (isWithheld(out)) throw new Error(`the sample was withheld: ${out.because}`);
  };
  const attempts = calls > 1000 ? 1 : 3;
  const plain = took(build({}), attempts);
  const named = took(build(SECRETS), attempts);
  const thousands = calls / 1000;
  return {
    bytes: (reportPage(json, (text) => text).length - FIXED) / 1000 / thousands,
    plain: plain / thousands,
    named: named / thousands,
  };
}
