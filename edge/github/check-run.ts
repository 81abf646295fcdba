import { reveal, type Outbound } from '../../core/redact/gate.ts';
import type { CheckConclusion, CheckStatus } from '../../core/output/check-words.ts';
import { call } from './call.ts';
import { paceOf, type News } from './news.ts';
import type { RepositoryName, Request } from './request.ts';

/** What a check says: a line, and Markdown below it. */
type Words = { title: Outbound; summary: Outbound };

/** Makes a check of a commit. Sent once, like everything that creates something. */
export async function createCheckRun(
  request: Request,
  repository: RepositoryName,
  check: Words & { name: string; headSha: string; externalId: string },
): Promise<{ id: number; url: string }> {
  const { data } = await call(
    request,
    `make a check of ${check.headSha}`,
    'POST /repos/{owner}/{repo}/check-runs',
    {
      ...repository,
      name: check.name,
      head_sha: check.headSha,
      external_id: check.externalId,
      status: 'queued',
      output: outputOf(check),
      request: { retries: 0 },
    },
  );
  return { id: Number(data.id), url: String(data.html_url) };
}

/** The button that a check shows when it is over. */
const RETRY = { label: 'Run again', description: 'Gives the agent the same task again', identifier: 'retry' };

/** Says how far a check is. Safe to repeat. `detailsUrl`: the run, once there is one. */
export async function updateCheckRun(
  request: Request,
  repository: RepositoryName,
  checkRunId: number,
  check: Words & {
    status: CheckStatus;
    conclusion: CheckConclusion | null;
    detailsUrl: string | null;
    /** Nobody listens who could run it again. */
    isFinal?: boolean;
  },
  news: News = {},
): Promise<void> {
  await call(
    request,
    `change the check ${checkRunId}`,
    'PATCH /repos/{owner}/{repo}/check-runs/{check_run_id}',
    {
      ...repository,
      check_run_id: checkRunId,
      status: check.status,
      ...(check.conclusion === null
        ? {}
        : { conclusion: check.conclusion, actions: check.isFinal === true ? [] : [RETRY] }),
      ...(check.detailsUrl === null ? {} : { details_url: check.detailsUrl }),
      output: outputOf(check),
      request: paceOf(news),
    },
  );
}

/** A remark of a check at lines of a file, counted from 1. */
export type CheckAnnotation = {
  path: Outbound;
  startLine: number;
  endLine: number;
  level: 'notice' | 'warning' | 'failure';
  message: Outbound;
  title: Outbound | null;
};

/** Adds annotations, fifty at most, to those that a check has. Sent once: GitHub would add them again. */
export async function addAnnotations(
  request: Request,
  repository: RepositoryName,
  checkRunId: number,
  check: Words & { annotations: readonly CheckAnnotation[] },
): Promise<void> {
  await call(
    request,
    `annotate the check ${checkRunId}`,
    'PATCH /repos/{owner}/{repo}/check-runs/{check_run_id}',
    {
      ...repository,
      check_run_id: checkRunId,
      output: { ...outputOf(check), annotations: check.annotations.map(annotationOf) },
      request: { retries: 0 },
    },
  );
}

function annotationOf({ path, startLine, endLine, level, message, title }: CheckAnnotation) {
  return {
    path: reveal(path),
    start_line: startLine,
    end_line: endLine,
    annotation_level: level,
    message: reveal(message),
    ...(title === null ? {} : { title: reveal(title) }),
  };
}

function outputOf({ title, summary }: Words): { title: string; summary: string } {
  return { title: reveal(title), summary: reveal(summary) };
}
