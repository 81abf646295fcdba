import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { Fault } from '../../core/fault.ts';

const LINE_FEED = 0x0a;

/**
 * The lines of a text file, one at a time, in memory for one line. Throws a `Fault` that names the line for
 * anything but UTF-8 whose every line ends with one line feed. `most` is the longest line, in bytes.
 */
export async function* readLines(path: string, most: number): AsyncGenerator<string> {
  await mustBeFile(path);
  let number = 0;
  let pending: Buffer = Buffer.alloc(0);
  for await (const chunk of createReadStream(path) as AsyncIterable<Buffer>) {
    let from = 0;
    if (number === 0 && pending.length === 0) mustNotBeArchive(chunk, path);
    for (let end = chunk.indexOf(LINE_FEED); end !== -1; end = chunk.indexOf(LINE_FEED, from)) {
      number += 1;
      const line = Buffer.concat([pending, chunk.subarray(from, end)]);
      pending = Buffer.alloc(0);
      from = end + 1;
      if (line.length > most) throw unreadable(path, `line ${number} is longer than ${most} bytes`);
      yield decode(line, path, number);
    }
    pending = Buffer.concat([pending, chunk.subarray(from)]);
    if (pending.length > most) throw unreadable(path, `line ${number + 1} is longer than ${most} bytes`);
  }
  if (pending.length > 0)
    throw unreadable(path, `it is incomplete: line ${number + 1}, the last, does not end with a line feed`);
  if (number === 0) throw unreadable(path, 'it is empty');
}

async function mustBeFile(path: string): Promise<void> {
  const found = await stat(path).catch((error: NodeJS.ErrnoException) => error);
  if (found instanceof Error) {
    const missing = found.code === 'ENOENT' || found.code === 'ENOTDIR';
    throw unreadable(path, missing ? 'there is no such file' : `it cannot be looked at (${found.code})`);
  }
  if (found.isDirectory()) throw unreadable(path, 'it is a folder');
}

function mustNotBeArchive(start: Buffer, path: string): void {
  if (start.subarray(0, 4).equals(Buffer.from('PK\u0003\u0004')))
    throw unreadable(path, 'it is a zip archive, which has to be unpacked first');
  if (start.subarray(0, 3).equals(Buffer.from([0xef, 0xbb, 0xbf])))
    throw unreadable(path, 'it begins with a byte order mark: something rewrote it');
}

function decode(line: Buffer, path: string, number: number): string {
  if (line.at(-1) === 0x0d)
    throw unreadable(path, `line ${number} ends with CRLF: something rewrote it, and its digests are lost`);
  if (line.includes(0)) throw unreadable(path, `line ${number} is not text (it holds a NUL byte)`);
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(line);
  } catch {
    throw unreadable(path, `line ${number} is not text (it is not UTF-8)`);
  }
}

function unreadable(path: string, because: string): Fault {
  return new Fault(
    'result-unreadable',
    `${path} cannot be read as a record: ${because}.`,
    'Name the audit.jsonl as the run wrote it: it lies in the artifact of the run.',
  );
}
