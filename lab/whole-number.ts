/** Reads the number of a command line's option. Throws, in words for whoever typed it, for anything else. */
export function wholeNumber(name: string, text: string, least: number, most: number): number {
  const number = /^\d+$/.test(text) ? Number(text) : Number.NaN;
  if (number >= least && number <= most) return number;
  throw new Error(`${name} is a whole number from ${least} to ${most}, not '${text}'.`);
}
