import { NOT_POSTED, notDone, nothing } from '../core/output/not-posted.ts';
import type { Posted } from '../core/output/posted.ts';
import { readResult, type Result } from '../core/output/result.ts';
import { statusComment, type State } from '../core/output/status-comment.ts';
import { isRefusal, refuse, type Refusal } from '../core/refusal.ts';
import { gate, isWithheld, orNotice, type Outbound, type Withheld } from '../core/redact/gate.ts';
import { isUntouched, plainRules, type RedactRules } from '../core/redact/rules.ts';
import { inflate } from '../edge/codec/inflate.ts';
import { readArtifactFile } from '../edge/files/artifact-folder.ts';
import { readPull } from '../edge/github/pulls.ts';
import { readRedactRules } from '../edge/github/redact-rules.ts';
import type { RepositoryName, Request } from '../edge/github/request.ts';
import { requestWithToken } from '../edge/github/with-token.ts';
import { createComment } from '../edge/github/write.ts';
import { randomId } from '../edge/keys/digest.ts';
import { readEventPull, readEventThread } from '../edge/runner/event-facts.ts';
import { defaultBranchHead } from './configure.ts';
import type { Desk } from './desk.ts';
import type { PublishInputs } from './inputs.ts';
import type { Machine } from './machine.ts';
import { checkPublished } from './publish-check.ts';
import { textGate } from './publish-gate.ts';
import { publishOutputs, type PublishedItem, type Publishing } from './publish-outputs.ts';

/** What was posted: the comment, and what became of what the agent had handed in. */
export type Published = { url: string; posted: readonly Posted[] };

/**
 * The story of `mode: publish`: read what another job handed over as something hostile, check what it handed in under
 * the profile of the default branch, pass all of it through the gate again, post it. There is no agent in this job, so
 * it may hold a token that writes.
 */
export async function publish(
  inputs: PublishInputs,
  machine: Machine,
  desk: Desk,
): Promise<Published | Refusal> {
  const text = await readArtifactFile(inputs.resultPath, 'result.json');
  if (isRefusal(text)) return text;
  const result = readResult(text);
  if (isRefusal(result)) return result;
  if (inputs.agent !== '' && inputs.agent !== result.agent) return otherAgent(inputs.agent, result.agent);
  const to = publishingOf(inputs, machine, result, desk);
  const said = (state: State): Outbound | Withheld =>
    desk.pass(statusComment(to.job, state), 'comment', { except: [machine.actor] });
  const plain = statusComment(to.job, { kind: 'ended', result });
  if (itemsOf(result).length > 0 || !isUntouched(gate(plain, 'comment', desk.known, { inflate })))
    desk.obey(await rulesOf(to.request, to.name, desk));
  const before = said({ kind: 'ended', result });
  // Whoever hides a secret in the answer has handed in nothing that can be trusted.
  const posted = isWithheld(before) ? [] : await postAll(inputs, machine, to, result);
  if (isRefusal(posted)) {
    await comment(to, said({ kind: 'failed', cause: posted }));
    return posted;
  }
  const last = posted.length === 0 ? before : said({ kind: 'ended', result, posted });
  return { url: await comment(to, last), posted };
}

function publishingOf(
  { githubToken, issueNumber }: PublishInputs,
  machine: Machine,
  result: Result,
  desk: Desk,
): Publishing {
  const { actor, run } = machine;
  const jobId = result.job_id ?? randomId();
  return {
    request: requestWithToken(machine.apiUrl, githubToken),
    name: { owner: machine.repository.owner, repo: machine.repository.name },
    issueNumber,
    gate: textGate(desk, [actor]),
    job: { jobId, agent: result.agent, actor, runUrl: run.url, mac: null },
  };
}

async function comment({ request, name, issueNumber, job }: Publishing, text: Outbound | Withheld) {
  const mark = { kind: 'job', id: job.jobId, mac: null } as const;
  return (await createComment(request, name, issueNumber, orNotice(text, 'comment', mark))).url;
}

/** What is posted here. A patch and files stay in the artifact, and the comment says where; only the app starts jobs. */
function itemsOf({ outputs = [] }: Result): PublishedItem[] {
  const elsewhere: readonly string[] = ['patch', 'artifact', 'dispatch'];
  return outputs.filter((item): item is PublishedItem => !elsewhere.includes(item.kind));
}

async function postAll(
  { agent, operator, resultPath: folder, issueNumber }: PublishInputs,
  { eventPath }: Machine,
  to: Publishing,
  result: Result,
): Promise<Posted[] | Refusal> {
  if (result.outputs === undefined) return [];
  const items = itemsOf(result);
  if (result.outcome !== 'success') return items.map(({ kind }) => nothing(kind, notDone()));
  if (agent === '') return items.map(({ kind }) => nothing(kind, unnamed()));
  const headSha = items.length > 0 ? await headOf(to, eventPath) : null;
  const given = { result, folder, agent, operator, issueNumber, headSha };
  const checked = await checkPublished(to.request, to.name, given);
  if (isRefusal(checked)) return checked;
  const { files } = checked;
  const posted = await publishOutputs(to, items, headSha);
  if (files === null) return posted;
  if (isRefusal(files)) return [...posted, nothing('artifact', files)];
  return [...posted, { became: 'artifact', url: to.job.runUrl, files }];
}

/** The commit that the run was about: that of the event, where it is about this pull request; else its head now. */
async function headOf({ request, name, issueNumber }: Publishing, eventPath: string | null) {
  const pull = (await readEventThread(eventPath)) === issueNumber ? await readEventPull(eventPath) : null;
  return pull?.head ?? (await readPull(request, name, issueNumber))?.headSha ?? null;
}

/** Asked for only where something would be masked: the job needs `contents: read` for it in a private repository. */
async function rulesOf(request: Request, name: RepositoryName, desk: Desk): Promise<RedactRules> {
  try {
    const commit = await defaultBranchHead(request, name);
    return isRefusal(commit) ? plainRules : await readRedactRules(request, name, commit);
  } catch (error) {
    const why = error instanceof Error ? error.message : 'unknown';
    desk.say(`\`redact\` of the configuration could not be read, so nothing is allowed by it: ${why}`);
    return plainRules;
  }
}

function otherAgent(wanted: string, found: string): Refusal {
  return refuse(
    'result-foreign',
    `The result is one of the agent ${found}, and the step is to post one of ${wanted}.`,
    'Name the agent in `agent` that ran in the other job.',
  );
}

function unnamed(): Refusal {
  return refuse(
    NOT_POSTED,
    'The step that posts does not say whose result it is, so nobody knows what that agent may hand back.',
    'Name the agent in `agent` beside `mode: publish`.',
  );
}
