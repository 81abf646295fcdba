import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { Readable } from 'node:stream';

/** The bytes of a file, or of standard input where none is named. A text says why there are none. */
export async function openSource(file: string | undefined): Promise<ReadableStream<Uint8Array> | string> {
  if (file === undefined || file === '-') {
    if (process.stdin.isTTY) process.stderr.write('Reading what you type; Ctrl-D ends it.\n');
    return bytesOf(process.stdin);
  }
  const found = await stat(file).catch((error: NodeJS.ErrnoException) => error);
  if (found instanceof Error) return unreadable(file, found);
  if (found.isDirectory()) return `${file} is a folder: name a file.`;
  return bytesOf(createReadStream(file));
}

/** Why a file cannot be read, without the path of Node's own words. */
export function unreadable(file: string | undefined, error: unknown): string {
  const name = file ?? 'standard input';
  const { code } = error as NodeJS.ErrnoException;
  if (code === 'ENOENT') return `There is no ${name} here.`;
  if (code === 'EACCES') return `${name} may not be read by you.`;
  return `${name} cannot be read (${code ?? String(error)}).`;
}

function bytesOf(stream: Readable): ReadableStream<Uint8Array> {
  return Readable.toWeb(stream) as ReadableStream<Uint8Array>;
}
