import { ciphers } from './ciphers.ts';
import { containers } from './containers.ts';
import { layouts } from './layouts.ts';
import { radixes } from './radixes.ts';

/** One way to write a text so that a search for it fails, though a reader can still have it. */
export type Encode = (text: string) => string;

/** All of them by name; each is written from its own description and knows nothing of what looks for it. */
export const encodings: Readonly<Record<string, Encode>> = {
  ...radixes,
  ...layouts,
  ...ciphers,
  ...containers,
};
