/** A stream of numbers that is the same for the same seed, on every machine. */
export type Random = {
  /** A whole number from 0 up to, but not, `end`. */
  below(end: number): number;
  pick<Item>(items: readonly Item[]): Item;
  /** True so many times in a hundred. */
  chance(percent: number): boolean;
};

/** Makes the stream of one place in a seed: places do not depend on each other, so one can be repeated alone. */
export function randomOf(seed: number, place: number): Random {
  let state = mixed(mixed(seed | 0) ^ Math.imul(place + 1, 0x9e3779b1));
  const next = () => {
    state = (state + 0x6d2b79f5) | 0;
    return mixed(state) >>> 0;
  };
  const below = (end: number) => Math.floor((next() / 0x1_0000_0000) * end);
  return {
    below,
    pick<Item>(items: readonly Item[]): Item {
      if (items.length === 0) throw new Error('there is nothing to pick from');
      return items[below(items.length)] as Item;
    },
    chance: (percent) => below(100) < percent,
  };
}

/** The finisher of MurmurHash3: every bit of the input changes half of the output. */
function mixed(value: number): number {
  let bits = value;
  bits = Math.imul(bits ^ (bits >>> 16), 0x85ebca6b);
  bits = Math.imul(bits ^ (bits >>> 13), 0xc2b2ae35);
  return bits ^ (bits >>> 16);
}
