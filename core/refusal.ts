import type { RefusalCode } from './failure/codes.ts';

/**
 * A decision against doing something. Refusals are returned, never thrown; they become one polite
 * line in a comment, a log or a terminal.
 */
export type Refusal = {
  readonly refused: true;
  /** Stable, kebab-case, for machines: `unknown-agent`, `ticket-expired`. */
  readonly code: string;
  /** One sentence that names the thing and says why. */
  readonly because: string;
  /** One sentence that says what to do about it. */
  readonly remedy: string;
};

/** Makes a refusal. `because` names the thing and the reason; `remedy` says what to do. */
export function refuse(code: RefusalCode, because: string, remedy: string): Refusal {
  return { refused: true, code, because, remedy };
}

/** The refusal that something else was told of, as a result tells its cause: its code may be any. */
export function retold({ code, because, remedy }: Omit<Refusal, 'refused'>): Refusal {
  return { refused: true, code, because, remedy };
}

/** Tells a refusal from a value. */
export function isRefusal(value: unknown): value is Refusal {
  return typeof value === 'object' && value !== null && (value as Refusal).refused === true;
}

/** The refusal as one line of plain text: "because. remedy". */
export function refusalLine(refusal: Refusal): string {
  return `${refusal.because} ${refusal.remedy}`;
}
