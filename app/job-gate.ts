import type { Document } from '../core/redact/document.ts';
import type { Outbound, Sink, Withheld } from '../core/redact/gate.ts';
import { withoutHidden } from '../core/redact/hidden.ts';
import { isUntouched, plainRules, type RedactRules } from '../core/redact/rules.ts';
import { wholeName, type TextGate } from '../core/redact/text-gate.ts';
import { readRedactRules } from '../edge/github/redact-rules.ts';
import type { RepositoryName, Request } from '../edge/github/request.ts';
import type { Job } from '../edge/store/job.ts';
import type { Desk } from './desk.ts';
import { gatedFor } from './job-words.ts';

/** The gate for all that one job posts. */
export type JobGate = TextGate;

/** Opens it. What the job's repository allows is asked for once, and only where something would be masked. */
export function openJobGate(desk: Desk, request: Request, name: RepositoryName, job: Job): JobGate {
  let allowed: Promise<RedactRules> | null = null;
  const read = (): Promise<RedactRules> =>
    readRedactRules(request, name, job.configCommit).catch((error: unknown) => {
      const why = error instanceof Error ? error.message : 'unknown';
      desk.log(`job ${job.jobId}: \`redact\` was not read: ${why}`);
      return plainRules;
    });
  const passed = async (text: string | Document, sink: Sink): Promise<Outbound | Withheld> => {
    const first = await gatedFor(desk, job, text, plainRules, sink);
    return isUntouched(first) ? first : gatedFor(desk, job, text, await (allowed ??= read()), sink);
  };
  return {
    comment: (text) => passed(text, 'comment'),
    plain: (text) => passed(withoutHidden(text), 'output'),
    name: async (text) => wholeName(await passed(text, 'output')),
  };
}
