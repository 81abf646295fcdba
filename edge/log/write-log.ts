import { reveal, type Outbound } from '../../core/redact/gate.ts';

export type LogOptions = {
  /** Where lines go instead of standard error. */
  to?: ((line: string) => void) | undefined;
  /** `text`: as it is. `json`: one object with `at` (ISO time) and `message`, for machines that collect logs. */
  format?: 'text' | 'json' | undefined;
  /** Milliseconds since 1970. */
  at: number;
};

/** Writes one line for the operator. Line breaks become spaces. */
export function writeLog(text: Outbound, { to, format, at }: LogOptions): void {
  const message = reveal(text).replaceAll(/\s*[\r\n\u2028\u2029]+\s*/g, ' ');
  const line = format === 'json' ? JSON.stringify({ at: new Date(at).toISOString(), message }) : message;
  if (to) to(line);
  else process.stderr.write(`${line}\n`);
}
