/** Where in the decoded bytes something begins that may be compressed. They are written over when the next text is decoded. */
export type Decoded = { readonly bytes: Uint8Array; readonly starts: readonly number[] | Int32Array };

/** Makes other bytes of stretches of a text. Linear in the input. */
export type Decoding = {
  readonly name: string;
  readonly kind: 'decoding';
  /** Whether its symbols may look like escapes: then the text is also looked at as it stands, with none undone. */
  readonly hasSigns?: boolean;
  /** `isOrder`: the text is another one in another order. */
  readonly of: (text: Uint8Array, isOrder: boolean) => readonly Decoded[];
};

/** Gives the whole text in another order or without what stands between. Linear in the input. */
export type Respelling = {
  readonly name: string;
  readonly kind: 'respelling';
  /** `isLong`: the text is looked at as a long one, of which some orders are left out. */
  readonly of: (text: Uint8Array, isLong: boolean) => readonly Uint8Array[];
};

/** One way of undoing a disguise. */
export type View = Decoding | Respelling;
