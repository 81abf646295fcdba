/** The options of a program that do nothing but change what it shows. */
export type ProgramOptions = {
  /** One-letter options without a value. */
  flags: string;
  /** One-letter options with a value. */
  valued: string;
  /** Long options (for find: its tests), without dashes. */
  long: readonly string[];
  /** Long options whose value is the next word when there is no `=`. */
  longValued?: readonly string[];
  /** Options that are numbers: `-20`. */
  numbers?: boolean;
  /** Long options have one dash, and every word may be one: find. */
  oneDash?: boolean;
  /** Most words that are no options; the next would be a file that is written. */
  mostWords?: number;
  /** What a word that is no option has to look like. */
  words?: (value: string, at: number) => boolean;
};
