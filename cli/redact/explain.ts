import { once } from 'node:events';
import { createHash } from 'node:crypto';
import { inspectStream, type Told } from '../../core/redact/inspect.ts';
import type { NamedValues } from '../../core/redact/needles.ts';
import { inflate } from '../../edge/codec/inflate.ts';

/** Prints what is found in a stream instead of the stream. Returns whether anything of it would be withheld. */
export async function explainFindings(
  source: ReadableStream<Uint8Array>,
  known: NamedValues,
  json: boolean,
): Promise<boolean> {
  let bytes = 0;
  let withholds = false;
  let lines: string[] = [];
  const inspection = inspectStream(known, {
    inflate,
    digest: (bytes) => createHash('sha256').update(bytes).digest('hex'),
    onFinding(told) {
      withholds ||= told.withholds;
      lines.push(json ? JSON.stringify({ type: 'finding', ...told }) : row(told));
    },
  });
  const flush = async () => {
    const text = lines.map((line) => `${line}\n`).join('');
    lines = [];
    if (text !== '' && !process.stdout.write(text)) await once(process.stdout, 'drain');
  };
  if (!json) lines.push(HEADER);
  for await (const chunk of source) {
    bytes += chunk.length;
    inspection.push(chunk);
    await flush();
  }
  const findings = inspection.end();
  lines.push(
    json ? JSON.stringify({ type: 'summary', findings, bytes, withholds }) : figure(findings, bytes),
  );
  await flush();
  return withholds;
}

const figure = (findings: number, bytes: number) =>
  `${findings} ${findings === 1 ? 'finding' : 'findings'} in ${bytes} bytes`;

const columns = (place: string, byte: string, kind: string, seen: string, last: string) =>
  [place.padEnd(12), byte.padEnd(12), kind.padEnd(26), seen.padEnd(26), last].join(' ');

const HEADER = columns('line:column', 'byte', 'kind', 'seen', 'SHA-256 of the value');

function row({ line, column, byte, kind, seen, withholds, sha256 }: Told): string {
  const last = sha256 ?? (withholds ? 'withholds the text' : 'masked by name');
  return columns(`${line}:${column}`, String(byte), kind, seen, last);
}
