import { withoutHidden } from '../core/redact/hidden.ts';
import { wholeName, type TextGate } from '../core/redact/text-gate.ts';
import type { Desk } from './desk.ts';

/** The gate of a step for what it posts. `except`: logins that may be mentioned. */
export function textGate(desk: Desk, except: readonly string[]): TextGate {
  return {
    comment: async (text) => desk.pass(text, 'comment', { except }),
    plain: async (text) => desk.pass(withoutHidden(text), 'output'),
    name: async (text) => wholeName(desk.pass(text, 'output')),
  };
}
