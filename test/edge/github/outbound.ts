import { gate, orNotice, reveal, type Outbound } from '../../../core/redact/gate.ts';

/** A text that passed the gate, and what it became there. */
export function outbound(text: string): { sealed: Outbound; text: string } {
  const sealed = orNotice(gate(text, 'comment', { secrets: {} }), 'comment');
  return { sealed, text: reveal(sealed) };
}
