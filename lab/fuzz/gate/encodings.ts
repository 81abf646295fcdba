import { ciphers } from './ciphers.ts';
import { containers } from './containers.ts';
import type { Encode } from './encode.ts';
import { layouts } from './layouts.ts';
import { programs } from './programs.ts';
import { radixes } from './radixes.ts';

/** All of them by name; each is written from its own description and knows nothing of what looks for it. */
export const encodings: Readonly<Record<string, Encode>> = {
  ...radixes,
  ...layouts,
  ...ciphers,
  ...containers,
  ...programs,
};
