import { reveal, type Outbound } from '../../core/redact/gate.ts';

/** Writes one line for the operator: to `to`, or to standard error. Line breaks become spaces. */
export function writeLog(text: Outbound, to?: (line: string) => void): void {
  const line = reveal(text).replaceAll(/\s*[\r\n\u2028\u2029]+\s*/g, ' ');
  if (to) to(line);
  else process.stderr.write(`${line}\n`);
}
