import { brotliDecompressSync, constants, gunzipSync, inflateRawSync, inflateSync } from 'node:zlib';
import { MAX_INFLATED, type Compression, type Inflate } from '../../core/redact/known/inflated.ts';

const { Z_SYNC_FLUSH, BROTLI_OPERATION_FLUSH } = constants;
/** Bytes of room at a time: most attempts give nothing, and to make Node's usual 16 KiB of it is most of what they cost. */
const ROOM = { maxOutputLength: MAX_INFLATED, chunkSize: 4096 };
const ZLIB = { ...ROOM, finishFlush: Z_SYNC_FLUSH };
const BROTLI = { ...ROOM, finishFlush: BROTLI_OPERATION_FLUSH };

const WAYS: Readonly<Record<Compression, (bytes: Uint8Array) => Uint8Array>> = {
  // What stands behind a member is an error to gunzip, and nothing to inflateRaw: a plain header is skipped.
  gzip: (bytes) => (bytes[3] === 0 ? inflateRawSync(bytes.subarray(10), ZLIB) : gunzipSync(bytes, ZLIB)),
  zlib: (bytes) => inflateSync(bytes, ZLIB),
  deflate: (bytes) => inflateRawSync(bytes, ZLIB),
  brotli: (bytes) => brotliDecompressSync(bytes, BROTLI),
};

/** The gate's way to look into compressed data: at most MAX_INFLATED bytes of it. */
export const inflate: Inflate = (bytes, how) => {
  const frames = Error.stackTraceLimit;
  // Noise is an error, and nobody reads where that came from: half of its cost.
  Error.stackTraceLimit = 0;
  try {
    return WAYS[how](bytes);
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'ERR_BUFFER_TOO_LARGE' ? 'too-long' : null;
  } finally {
    Error.stackTraceLimit = frames;
  }
};
