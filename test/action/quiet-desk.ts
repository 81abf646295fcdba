import { openDesk, type Desk } from '../../action/desk.ts';
import { reveal } from '../../core/redact/gate.ts';

/** A desk as a step has it, whose lines are kept instead of printed. */
export function quietDesk(secrets: Record<string, string> = {}): Desk & { lines: string[] } {
  const desk = openDesk(secrets);
  const lines: string[] = [];
  return { ...desk, lines, say: (line) => void lines.push(reveal(desk.out(line, 'log'))) };
}
