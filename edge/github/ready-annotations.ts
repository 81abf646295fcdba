import type { Item } from '../../core/output/kinds/table.ts';
import { isWithheld, type Withheld } from '../../core/redact/gate.ts';
import type { TextGate } from '../../core/redact/text-gate.ts';
import type { CheckAnnotation } from './check-run.ts';

/** Takes the annotations of a check through the gate. */
export async function readyAnnotations(
  gate: TextGate,
  { annotations }: Item<'check'>,
): Promise<CheckAnnotation[] | Withheld> {
  const made: CheckAnnotation[] = [];
  for (const given of annotations) {
    const { level, start_line: startLine, end_line: endLine } = given;
    const path = await gate.name(given.path);
    if (isWithheld(path)) return path;
    const message = await gate.plain(given.message);
    if (isWithheld(message)) return message;
    const title = given.title === undefined ? null : await gate.plain(given.title);
    if (isWithheld(title)) return title;
    made.push({ path, startLine, endLine, level, message, title });
  }
  return made;
}
