import type { Item } from '../../core/output/kinds/table.ts';
import type { Document } from '../../core/redact/document.ts';
import { isWithheld, type Outbound, type Withheld } from '../../core/redact/gate.ts';
import type { TextGate } from '../../core/redact/text-gate.ts';
import type { CheckAnnotation } from './check-run.ts';

/** What a check says, as it leaves. */
export type ReadyCheck = { title: Outbound; summary: Outbound; annotations: CheckAnnotation[] };

/** Takes a check of the agent through the gate: its title, `summary` with what is ours in it, and its annotations. */
export async function readyCheck(
  gate: TextGate,
  item: Item<'check'>,
  summary: Document,
): Promise<ReadyCheck | Withheld> {
  const title = await gate.plain(item.title);
  if (isWithheld(title)) return title;
  const gated = await gate.comment(summary);
  if (isWithheld(gated)) return gated;
  const annotations = await readyAnnotations(gate, item);
  return isWithheld(annotations) ? annotations : { title, summary: gated, annotations };
}

async function readyAnnotations(
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
