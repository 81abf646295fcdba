import type { RefusalCode } from '../failure/codes.ts';
import { refuse } from '../refusal.ts';
import type { Misspelt } from './parsed.ts';

/** A comment that means to be a command but isn't one: what is wrong and what to write instead. */
export function misspelt(code: RefusalCode, because: string, remedy: string): Misspelt {
  return { kind: 'misspelt', refusal: refuse(code, because, remedy) };
}

/** A refusal never repeats characters that a reader can't see, nor more than a name's length. */
export function shown(word: string): string {
  return /^[A-Za-z0-9_=.-]{1,40}$/.test(word) ? `\`${word}\`` : 'The word';
}

/** Characters that draw nothing although Unicode calls them letters or marks. */
const blank = /\u034f|\u115f|\u1160|\u3164|\uffa0|[\u180b-\u180f]|[\ufe00-\ufe0f]/;

/** Anything a reader can't tell from a plain character: controls, zero-width and bidi marks, blank letters. */
export function hasHidden(text: string): boolean {
  return /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}\p{Co}]/u.test(text) || blank.test(text);
}
