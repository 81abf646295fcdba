import type { Document } from '../core/redact/document.ts';
import { isWithheld, type Outbound, type Sink, type Withheld } from '../core/redact/gate.ts';
import { withoutHidden } from '../core/redact/hidden.ts';
import { isUntouched, plainRules, type RedactRules } from '../core/redact/rules.ts';
import { readRedactRules } from '../edge/github/redact-rules.ts';
import type { RepositoryName, Request } from '../edge/github/request.ts';
import type { Job } from '../edge/store/job.ts';
import type { Desk } from './desk.ts';
import { gatedFor } from './job-words.ts';

/** The gate for all that one job posts, whose pieces of a secret add up. */
export type JobGate = {
  /** Markdown, made inert. */
  comment: (text: Document) => Promise<Outbound | Withheld>;
  /** Text that GitHub shows as it is, without hidden characters. */
  plain: (text: string) => Promise<Outbound | Withheld>;
  /** A name, which is no name any more when something of it is masked. */
  name: (text: string) => Promise<Outbound | Withheld>;
};

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
    async name(text) {
      const out = await passed(text, 'output');
      return isWithheld(out) || isUntouched(out) ? out : maskedName();
    },
  };
}

function maskedName(): Withheld {
  return { withheld: true, because: 'A name holds what looks like a secret.', kinds: ['masked-name'] };
}
