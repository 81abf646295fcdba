import { brotliCompressSync, deflateRawSync, deflateSync, gzipSync } from 'node:zlib';
import type { Encode } from './encode.ts';

const changed = (text: string, change: (byte: number) => number) =>
  Buffer.from(Buffer.from(text).map(change));

/** Compressed or keyed with one byte, and then encoded. */
export const containers: Readonly<Record<string, Encode>> = {
  'gzip, base64': (text) => gzipSync(text).toString('base64'),
  'gzip, hex': (text) => gzipSync(text).toString('hex'),
  'zlib, base64': (text) => deflateSync(text).toString('base64'),
  'deflate, base64': (text) => deflateRawSync(text).toString('base64'),
  'brotli, base64': (text) => brotliCompressSync(text).toString('base64'),
  'xor, base64': (text) => changed(text, (byte) => byte ^ 0x5a).toString('base64'),
  'xor, hex': (text) => changed(text, (byte) => byte ^ 0xa7).toString('hex'),
  'plus one, base64': (text) => changed(text, (byte) => byte + 1).toString('base64'),
};
