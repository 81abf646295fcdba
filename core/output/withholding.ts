import { z } from 'zod';
import type { Sink } from '../redact/gate.ts';

const SINKS = [
  'comment',
  'summary',
  'output',
  'log',
  'annotation',
  'artifact',
  'audit',
  'report',
  'session',
] as const satisfies readonly Sink[];

/** Where the gate withheld a text, and because of what; never the text. One of them compromises a run. */
export const Withholding = z.strictObject({
  sink: z.enum(SINKS),
  /** Which output, file or part of it; null where the sink has only one. */
  field: z.string().max(200).nullable(),
  /** Names of known secrets, or kinds of unknown ones; `gate-error` and `gate-budget` when it could not be checked. */
  kinds: z.array(z.string().max(100)).max(20),
});
export type Withholding = z.infer<typeof Withholding>;
