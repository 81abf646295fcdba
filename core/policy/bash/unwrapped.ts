import type { Argument } from './words.ts';

/** What a command runs beside itself. */
export type Unwrapped = {
  inner: { argv: readonly Argument[]; assignments: string[] }[];
  /** Texts that are run as bash. */
  code: string[];
  wraps: boolean;
  hidden?: string;
  opaque?: true;
  /** It sets variables that its words do not tell. */
  setsAny?: boolean;
};

/** Runs nothing else. */
export const plain = (): Unwrapped => ({ inner: [], code: [], wraps: false });

/** Runs something that its words do not tell. */
export const hide = (hidden: string): Unwrapped => ({ ...plain(), hidden });

/** Runs a file or another language, which its words may name. */
export const opaque = (hidden: string): Unwrapped => ({ ...plain(), hidden, opaque: true });

/** Reads the words after a program's name. */
export type Reader = (words: readonly Argument[], program: string) => Unwrapped;
