import { planOf } from '../lab/fuzz/shapes.ts';
import { figuresOf } from './own-process.ts';
import { verdict } from './statistics.ts';

const BYTES = 1_000_000_000;
const AIM_MB = 150;

const { tools, model } = planOf('reviewer');
const json = (value: object) => JSON.stringify(value).replaceAll("'", "'\\''");
const init = json({
  type: 'system',
  subtype: 'init',
  tools,
  model,
  permissionMode: 'default',
  claude_code_version: '9.9.9',
});
const result = json({
  type: 'result',
  subtype: 'success',
  is_error: false,
  terminal_reason: 'completed',
  result: 'Done.',
});
const text = (length: number) =>
  json({ type: 'assistant', message: { content: [{ type: 'text', text: 'x'.repeat(length) }] } });

/** Shell words that play a CLI which writes a gigabyte. */
const FLOODS: [string, string][] = [
  ['nothing (the process alone)', ''],
  ['short lines that are no JSON', `yes '${'not a message '.repeat(20)}' | head -c ${BYTES}; echo`],
  ['texts of 1 kB', `yes '${text(1000)}' | head -c ${BYTES}; echo`],
  ['texts of 4 MB', longTexts(4_000_000)],
  ['texts of 8 MB', longTexts(8_000_000)],
  ['one line without an end', `head -c ${BYTES} /dev/zero | tr '\\0' x`],
  ['complaints on stderr', `head -c ${BYTES} /dev/zero >&2`],
];

/** Too long for an argument: the line is put together once, in a file, and repeated. */
function longTexts(length: number): string {
  const [before = '', after = ''] = text(1).split('x');
  return `t=$(mktemp); { printf '%s' '${before}'; head -c ${length} /dev/zero | tr '\\0' x; printf '%s\\n' '${after}'; } > $t; for i in $(seq ${Math.ceil(BYTES / length)}); do cat $t; done; rm -f $t`;
}

/** Peak memory of a supervisor whose CLI writes a gigabyte, each kind in a process of its own. */
export async function measure(): Promise<string> {
  const peaks: number[] = [];
  for (const [name, words] of FLOODS) {
    const { peak, ended, seconds } = await flood(words);
    peaks.push(peak);
    process.stdout.write(
      `${name.padEnd(30)} ${peak.toFixed(0).padStart(4)} MB  ${seconds.toFixed(1)} s  ${ended}\n`,
    );
  }
  const worst = Math.max(...peaks);
  process.stdout.write(`${verdict('peak memory of the supervisor (RSS)', worst, AIM_MB, 'MB')}\n`);
  return `1 GB stream: at most ${worst.toFixed(0)} MB of our memory, ${(worst - (peaks[0] ?? 0)).toFixed(0)} MB above an idle supervisor`;
}

async function flood(words: string): Promise<{ peak: number; ended: string; seconds: number }> {
  const began = performance.now();
  const script = `read -r _; echo '${init}'; ${words}\necho '${result}'`;
  const found = await figuresOf<{ peak: number; ended: string }>(
    new URL('stream-run.ts', import.meta.url),
    script,
    'peak',
  );
  return { ...found, seconds: (performance.now() - began) / 1000 };
}
