import { redactStream, type StreamOptions } from '../../core/redact/stream.ts';
import type { NamedValues } from '../../core/redact/needles.ts';

/** A stream of bytes that masks what must not leave; `withheld` names the kinds because of which it ended early. */
export type Redacting = {
  readonly stream: TransformStream<Uint8Array, Uint8Array>;
  readonly withheld: () => readonly string[];
};

/**
 * `redactStream` as a web stream. It takes no more than what its reader asks for. When something is withheld the
 * readable side ends after what came before, and whoever writes is told by an error: ask `withheld` why.
 */
export function redacting(secrets: NamedValues, options: StreamOptions = {}): Redacting {
  const inner = redactStream(secrets, options);
  const stream = new TransformStream<Uint8Array, Uint8Array>({
    transform(chunk, controller) {
      const out = inner.push(chunk);
      if (out.length > 0) controller.enqueue(out);
      if (inner.withheld().length > 0) controller.terminate();
    },
    flush(controller) {
      const out = inner.end();
      if (out.length > 0) controller.enqueue(out);
    },
  });
  return { stream, withheld: inner.withheld };
}
