import { Fault } from '../core/fault.ts';
import { ANNOTATIONS_AT_ONCE, checkOutput } from '../core/output/check-words.ts';
import { kept, NOT_POSTED, nothing } from '../core/output/not-posted.ts';
import type { Item } from '../core/output/kinds/table.ts';
import type { Posted, PostedKind } from '../core/output/posted.ts';
import { reviewBody } from '../core/output/review-words.ts';
import { isWithheld, type Withheld } from '../core/redact/gate.ts';
import { gateNames, type TextGate } from '../core/redact/text-gate.ts';
import { refuse } from '../core/refusal.ts';
import { statusOf } from '../edge/github/call.ts';
import { addAnnotations, createCheckRun, updateCheckRun } from '../edge/github/check-run.ts';
import { createFitting, readyComments } from '../edge/github/fit-review.ts';
import { readyCheck } from '../edge/github/ready-check.ts';
import type { RepositoryName, Request } from '../edge/github/request.ts';
import { addLabels } from '../edge/github/write.ts';

/** The kinds that a job without an app posts; a patch and files stay in the artifact. */
export type PublishedItem = Item<'review' | 'check' | 'labels'>;

/** Where outputs are posted, and whose they are. */
export type Publishing = {
  request: Request;
  name: RepositoryName;
  issueNumber: number;
  gate: TextGate;
  job: { jobId: string; agent: string; actor: string; runUrl: string; mac: null };
};

type Prepared = { kind: PostedKind; post: () => Promise<Posted> };

/**
 * Posts what an agent handed in and what was checked. First all texts pass the gate: where one is withheld nothing is
 * posted. What GitHub refuses is told, and the rest still lands. `headSha`: the commit of the pull request that the run
 * was about; null where it was about none.
 */
export async function publishOutputs(
  publishing: Publishing,
  items: readonly PublishedItem[],
  headSha: string | null,
): Promise<Posted[]> {
  const prepared: Prepared[] = [];
  for (const item of items) {
    const post = await prepare(publishing, item, headSha);
    if (isWithheld(post)) return items.map(({ kind }) => nothing(kind, kept(post)));
    prepared.push({ kind: item.kind, post });
  }
  const posted: Posted[] = [];
  for (const { kind, post } of prepared) posted.push(await tried(kind, post));
  return posted;
}

function prepare(
  publishing: Publishing,
  item: PublishedItem,
  headSha: string | null,
): Promise<Prepared['post'] | Withheld> {
  switch (item.kind) {
    case 'review':
      return prepareReview(publishing, item, headSha);
    case 'check':
      return prepareCheck(publishing, item, headSha);
    default:
      return prepareLabels(publishing, item);
  }
}

async function prepareReview(publishing: Publishing, item: Item<'review'>, headSha: string | null) {
  const { request, name, issueNumber: pullNumber, gate, job } = publishing;
  const ready = await readyComments(gate, item.comments);
  if (isWithheld(ready)) return ready;
  const bodyOf = (notShown: Parameters<typeof reviewBody>[2]['notShown']) =>
    gate.comment(reviewBody(job, item.summary, { leftOut: item.left_out ?? [], notShown }));
  const body = await bodyOf([]);
  if (isWithheld(body)) return body;
  return async (): Promise<Posted> => {
    if (headSha === null) throw noPull(pullNumber);
    const where = { request, name, pullNumber, headSha, event: item.event, bodyOf };
    const { url, comments } = await createFitting(where, ready, body);
    return { became: 'review', url, comments };
  };
}

async function prepareCheck(publishing: Publishing, item: Item<'check'>, headSha: string | null) {
  const { request, name, issueNumber, gate, job } = publishing;
  const ready = await readyCheck(gate, item, checkOutput(job, item.summary));
  if (isWithheld(ready)) return ready;
  const { annotations, ...words } = ready;
  return async (): Promise<Posted> => {
    if (headSha === null) throw noPull(issueNumber);
    const making = { ...words, name: `agent-dispatch / ${job.agent}`, headSha, externalId: job.jobId };
    const { id, url } = await createCheckRun(request, name, making);
    for (let at = 0; at < annotations.length; at += ANNOTATIONS_AT_ONCE) {
      const next = annotations.slice(at, at + ANNOTATIONS_AT_ONCE);
      await addAnnotations(request, name, id, { ...words, annotations: next });
    }
    const { conclusion } = item;
    const ended = { status: 'completed', conclusion, detailsUrl: job.runUrl, isFinal: true } as const;
    await updateCheckRun(request, name, id, { ...words, ...ended });
    return { became: 'check', url, conclusion, annotations: annotations.length };
  };
}

async function prepareLabels({ request, name, issueNumber, gate }: Publishing, { add }: Item<'labels'>) {
  const labels = await gateNames(gate, add);
  if (isWithheld(labels)) return labels;
  return async (): Promise<Posted> => {
    await addLabels(request, name, issueNumber, labels);
    return { became: 'labels', names: add };
  };
}

/** What the token of a job needs for each. */
const NEEDED: Readonly<Record<PublishedItem['kind'], string>> = {
  review: 'pull-requests: write',
  check: 'checks: write',
  labels: 'issues: write',
};

async function tried(kind: PostedKind, post: Prepared['post']): Promise<Posted> {
  try {
    return await post();
  } catch (error) {
    if (!(error instanceof Fault)) throw error;
    const needed = kind in NEEDED ? NEEDED[kind as PublishedItem['kind']] : '';
    const remedy = statusOf(error) === 403 ? `Give this job \`permissions: { ${needed} }\`.` : error.remedy;
    return nothing(kind, refuse(NOT_POSTED, error.message, remedy));
  }
}

function noPull(number: number): Fault {
  return new Fault(
    'github-refused',
    `#${number} is no pull request.`,
    'Run the agent on a pull request, and name it in `issue-number`.',
  );
}
