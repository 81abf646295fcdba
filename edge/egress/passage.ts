/** One connection that the agent asked for. Bytes as they passed, both ways; time in milliseconds. */
export type EgressEvent = {
  host: string;
  port: number;
  address: string | null;
  allowed: boolean;
  because: string;
  bytesOut: number;
  bytesIn: number;
  durationMs: number;
};

/** One connection from its beginning to its end, which is told once, however it comes. */
export type Passage = {
  /** From here on the host gets what the agent sends. */
  opened(address: string): void;
  /** Counts bytes for the connection and the run; false, and the end, when the run has used up its own. */
  spend(bytes: number, way: 'bytesOut' | 'bytesIn'): boolean;
  /** What is to be done at the end; at once when that has been. */
  onEnd(work: () => void): void;
  end(because: string): void;
  ended(): boolean;
};

/** The connections of one run. */
export type Passages = {
  begin(asked: { host: string; port: number }): Passage;
  bytes(): number;
  /** Whether the run may still move something. */
  isSpent(): boolean;
  /** Ends and tells all that are open. */
  endAll(because: string): void;
};

const LONGEST_HOST = 200;

/** Counts and tells the connections of a run that may move `maxBytes`, both ways together. */
export function makePassages(maxBytes: number, onEvent: (event: EgressEvent) => void): Passages {
  const open = new Set<Passage>();
  let moved = 0;
  const begin: Passages['begin'] = ({ host, port }) => {
    const began = performance.now();
    const count = { bytesOut: 0, bytesIn: 0 };
    const work: (() => void)[] = [];
    let address: string | null = null;
    let ended = false;
    const passage: Passage = {
      opened: (to) => void (address = to),
      spend(bytes, way) {
        if (ended) return false;
        moved += bytes;
        if (moved <= maxBytes) count[way] += bytes;
        else passage.end('the run has moved all the bytes that it may');
        return moved <= maxBytes;
      },
      onEnd: (one) => (ended ? one() : void work.push(one)),
      ended: () => ended,
      end(because) {
        if (ended) return;
        ended = true;
        open.delete(passage);
        const durationMs = Math.round(performance.now() - began);
        const name = host.slice(0, LONGEST_HOST);
        onEvent({ host: name, port, address, allowed: address !== null, because, ...count, durationMs });
        for (const one of work) one();
      },
    };
    open.add(passage);
    return passage;
  };
  return {
    begin,
    bytes: () => Math.min(moved, maxBytes),
    isSpent: () => moved >= maxBytes,
    endAll: (because) => [...open].forEach((passage) => passage.end(because)),
  };
}
