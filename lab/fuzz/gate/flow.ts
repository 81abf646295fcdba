/** How the bytes of a long stream look. */
export type Flow = 'lines' | 'one line';

const CHUNK = 64 * 1024;
const WORDS = 'Step reads the next file and counts what is in it, then goes on to the one after. ';

/** So many bytes, made as they are asked for; every chunk holds the value once, across two chunks every other time. */
export function flowing(flow: Flow, size: number, value: string): ReadableStream<Uint8Array> {
  const chunk = chunkOf(flow, value);
  let made = 0;
  return new ReadableStream<Uint8Array>(
    {
      pull(controller) {
        if (made >= size) {
          controller.close();
          return;
        }
        const part = chunk.slice(0, Math.min(chunk.length, size - made));
        made += part.length;
        controller.enqueue(part);
      },
    },
    { highWaterMark: 0 },
  );
}

/** Its end and its beginning are the halves of one value, and there is one more within. */
function chunkOf(flow: Flow, value: string): Uint8Array {
  const half = value.length >> 1;
  const end = flow === 'lines' ? '"}\n' : ' ';
  const start = flow === 'lines' ? '{"type":"text","text":"' : ' ';
  const line = `${start}${WORDS}${end}`;
  const lines = line.repeat(Math.ceil(CHUNK / line.length));
  const body = `${lines.slice(0, CHUNK / 2)} ${value} ${lines.slice(0, CHUNK / 2)}`;
  return new TextEncoder().encode(`${value.slice(half)}${body}${value.slice(0, half)}`);
}
