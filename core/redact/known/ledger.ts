import type { Known } from './known.ts';

/** What all outputs of one job have shown so far of each known value, put together. */
export type Ledger = {
  /**
   * Adds a text that is about to leave. Returns the owners of values of which too much would be out with
   * it; the text then has to stay, and is not counted.
   */
  readonly add: (known: Known, text: Uint8Array) => ReadonlySet<number>;
  /** What it has come to, to be kept for the job's next text. */
  readonly places: () => Places;
};

/**
 * Which places of each writing of a value were seen, by the writing's number: `0` and `1` for one after another. It tells
 * nothing of the value, and is of use with the same set of values only.
 */
export type Places = Readonly<Record<string, string>>;

/** Shorter pieces stand in texts by chance. */
const PIECE_BITS = 30;
const LEAK_BITS = 60;
const LEAK_PART = 0.5;

/** Makes the ledger of one job, or goes on with one. It holds no value, only which places of each were seen. */
export function makeLedger(before: Places = {}): Ledger {
  let of: Known | null = null;
  let shown: Shown = new Map(Object.entries(before).map(([form, seen]) => [Number(form), bytesOf(seen)]));
  return {
    places: () => Object.fromEntries([...shown].map(([form, places]) => [form, places.join('')])),
    add(known, text) {
      // Places are numbered by the set of values: another set starts anew.
      if (of !== known) shown = of === null ? fitting(known, shown) : new Map();
      of = known;
      const after = withText(known, text, shown);
      const owners = leaked(known, after);
      if (owners.size === 0) shown = after;
      return owners;
    },
  };
}

type Shown = ReadonlyMap<number, Uint8Array>;

/** What texts of one job showed, put together. */
export function mergedPlaces(all: readonly Places[]): Places {
  const merged: Record<string, string> = {};
  for (const [form, seen] of all.flatMap((places) => Object.entries(places))) {
    const before = merged[form] ?? '';
    merged[form] = Array.from(seen, (place, at) => (place === '1' || before[at] === '1' ? '1' : '0')).join(
      '',
    );
  }
  return merged;
}

function bytesOf(seen: string): Uint8Array {
  return Uint8Array.from(seen, (place) => (place === '1' ? 1 : 0));
}

/** Without what cannot be of these values. */
function fitting({ chain }: Known, shown: Shown): Shown {
  return new Map([...shown].filter(([form, places]) => chain.writings[form]?.bytes.length === places.length));
}

function withText(known: Known, text: Uint8Array, before: Shown): Shown {
  const after = new Map(before);
  known.chain.pieces(text, (form, at, length) => {
    const writing = known.chain.writings[form];
    if (!writing || length * writing.bits < PIECE_BITS) return;
    const places = after.get(form) ?? new Uint8Array(writing.bytes.length);
    const copy = places === before.get(form) ? places.slice() : places;
    after.set(form, copy.fill(1, at, at + length));
  });
  return after;
}

function leaked(known: Known, shown: Shown): Set<number> {
  const owners = new Set<number>();
  for (const [form, places] of shown) {
    const writing = known.chain.writings[form];
    if (!writing) continue;
    const seen = places.reduce((sum, place) => sum + place, 0);
    if (seen * writing.bits >= LEAK_BITS && seen >= places.length * LEAK_PART) owners.add(writing.owner);
  }
  return owners;
}
