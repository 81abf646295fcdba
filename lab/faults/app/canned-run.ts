import { ZipFile } from 'yazl';
import { classOf } from '../../../core/failure/codes.ts';
import type { Result } from '../../../core/output/result.ts';
import type { JobOrder, JobOutcome } from '../../runner/job-order.ts';

/** What the runner does with a dispatched run, told as a function of its ticket's claims. */
export type Play = (claims: Claims, order: JobOrder) => Promise<Partial<JobOutcome>>;

/** What a ticket says of its run. */
export type Claims = { job_id: string; agent: string; [claim: string]: unknown };

/** A result of a run that went well. */
export function goodResult(
  claims: { job_id: string; agent: string },
  differing: Partial<Result> = {},
): Result {
  return {
    version: 2,
    job_id: claims.job_id,
    agent: claims.agent,
    outcome: 'success',
    error_code: differing.cause ? classOf(differing.cause.code) : null,
    cause: null,
    text: 'All errors are handled.',
    cost_usd: 0.01,
    tokens: { input: 1000, output: 100 },
    duration_ms: 1234,
    turns: 2,
    model: 'dummy-model',
    calls: { allowed: 1, refused: 0 },
    refused_calls: [],
    allowed_calls: [],
    audit_head: null,
    cli_version: null,
    cage: null,
    ...differing,
  };
}

/** An archive of these files, by their names. */
export async function zipOf(files: Record<string, string>): Promise<Buffer> {
  const zip = new ZipFile();
  for (const [name, text] of Object.entries(files)) zip.addBuffer(Buffer.from(text), name);
  zip.end();
  const chunks: Buffer[] = [];
  for await (const chunk of zip.outputStream) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}

/** A run that succeeds and leaves this result. */
export function succeeds(differing: Partial<Result> = {}): Play {
  return async (claims) => ({
    conclusion: 'success',
    artifacts: [
      {
        name: 'agent-dispatch',
        zip: await zipOf({ 'result.json': JSON.stringify(goodResult(claims, differing)) }),
      },
    ],
  });
}

/** The claims of a ticket, unchecked. */
export function claimsIn(ticket: string): Claims {
  return JSON.parse(Buffer.from(ticket.split('.')[1] ?? '', 'base64url').toString()) as Claims;
}

/** A runner that does with every run what `play` says. */
export function playing(play: Play): (order: JobOrder) => Promise<JobOutcome> {
  return async (order) => ({
    conclusion: 'success',
    artifacts: [],
    log: '',
    summary: '',
    outputs: {},
    ...(await play(claimsIn(order.inputs['ticket'] ?? ''), order)),
  });
}
