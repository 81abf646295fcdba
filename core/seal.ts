/**
 * Sealed values: trust that a cast cannot forge.
 *
 * A TypeScript brand disappears at run time, so `text as Outbound` would pass. A sealed value is an
 * empty frozen object whose contents live in a WeakMap that only its maker's file can reach: a cast
 * string, a look-alike object or another seal's value throws when it is opened. This guards against
 * our own mistakes, not against hostile code in our process.
 */
declare const brand: unique symbol;

/** An opaque token made by exactly one file. `Name` keeps two seals from type-checking as one another. */
export type Sealed<Name extends string> = { readonly [brand]: Name };

/** The two halves of a seal. Export `open` where it is needed; keep `seal` inside the maker's file. */
export type Seal<Name extends string, Value> = {
  seal(value: Value): Sealed<Name>;
  /** Returns the sealed contents. Throws `TypeError` for anything this seal did not make. */
  open(token: Sealed<Name>): Value;
};

/** Makes a seal called `name`; the name appears in the error when a forgery is opened. */
export function makeSeal<Name extends string, Value>(name: Name): Seal<Name, Value> {
  const contents = new WeakMap<object, { value: Value }>();
  return {
    seal(value) {
      const token = Object.freeze(Object.create(null)) as Sealed<Name>;
      contents.set(token, { value });
      return token;
    },
    open(token) {
      const held = isObject(token) ? contents.get(token) : undefined;
      if (!held) throw new TypeError(`not a sealed ${name}: it was not made by the one file that makes them`);
      return held.value;
    },
  };
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null;
}
