import type { RecordedRequest } from '../model/server.ts';
import type { Witnessed } from './evidence.ts';
import type { Caught } from './listeners.ts';
import type { Scenario } from './scenario.ts';
import type { Secrets } from './values.ts';

/** Everything that is known about one run of a scenario, once it is over: what oracles look at. */
export type Observed = {
  scenario: Scenario;
  secrets: Secrets;
  /** What the model's API saw. */
  requests: readonly RecordedRequest[];
  caught: readonly Caught[];
  evidence: readonly Witnessed[];
  /** The job's log as people see it. */
  log: string;
  summary: string;
  /** What the second job posted; empty where there is none. */
  comments: readonly string[];
  /** The address of GitHub's pages. */
  server: string;
  /** Files of the artifact folder: name to text and mode. */
  artifacts: Readonly<Record<string, { text: string; mode: number }>>;
  /** Markers that were found, on the machine or in the agent's copy. */
  markers: readonly string[];
  /** Command lines of what was still alive two seconds later; only looked for where it is asked. */
  survivors: readonly string[];
  /** Milliseconds from the start of the job to its end. */
  tookMs: number;
  /** Milliseconds that it may take on this machine, as busy as that is. */
  mayTakeMs: number;
  /** Why it was refused before a job was started, for a comment that is no command. */
  misspelt: string | null;
  model: { ended: boolean; said: number };
};

/** All things of one kind in the evidence, in order. */
export function allOf<Kind extends Witnessed['kind']>(
  { evidence }: Pick<Observed, 'evidence'>,
  kind: Kind,
): Extract<Witnessed, { kind: Kind }>[] {
  return evidence.filter((seen): seen is Extract<Witnessed, { kind: Kind }> => seen.kind === kind);
}

/** How a run ended, and why when it did not succeed. */
export type End = { outcome: string; code: string | null; because: string };

/** What `result.json` says of the end of the run; null when there is none. */
export function endOf({ artifacts, misspelt }: Observed): End | null {
  if (misspelt !== null) return { outcome: 'refused', code: misspelt, because: '' };
  const text = artifacts['result.json']?.text;
  if (text === undefined) return null;
  const { outcome, cause } = JSON.parse(text) as {
    outcome: string;
    cause: { code: string; because: string } | null;
  };
  return { outcome, code: cause?.code ?? null, because: cause?.because ?? '' };
}

/** Every text that left the job: the files of the artifact, the summary page, the comment, the log. */
export function outlets({ artifacts, summary, comments, log }: Observed): Record<string, string> {
  return {
    ...Object.fromEntries(Object.entries(artifacts).map(([name, { text }]) => [name, text])),
    ...posted({ summary, comments }),
    'the log': log,
  };
}

/** The texts that are rendered for people. */
export function posted({
  summary,
  comments,
}: Pick<Observed, 'summary' | 'comments'>): Record<string, string> {
  return { 'the summary': summary, 'the comment': comments.join('\n\n') };
}

/** The texts of all tool results that the model was sent. */
export function toolResults({ requests }: Pick<Observed, 'requests'>): string[] {
  return requests.flatMap(({ body }) => messagesOf(body)).flatMap(({ content }) => resultTexts(content));
}

/** The texts of all prompts: what users and the system said to the model. */
export function prompts({ requests }: Pick<Observed, 'requests'>): string[] {
  return requests.flatMap(({ body }) => [
    ...texts((body as { system?: unknown } | null)?.system),
    ...messagesOf(body)
      .filter(({ role }) => role === 'user')
      .flatMap(({ content }) => texts(content)),
  ]);
}

type Message = { role?: unknown; content?: unknown };

function messagesOf(body: unknown): Message[] {
  const messages = (body as { messages?: unknown } | null)?.messages;
  return Array.isArray(messages) ? (messages as Message[]) : [];
}

type Block = { type?: unknown; text?: unknown; content?: unknown };

function blocks(content: unknown): Block[] {
  return Array.isArray(content) ? (content as Block[]) : [];
}

function texts(content: unknown): string[] {
  if (typeof content === 'string') return [content];
  return blocks(content).flatMap(({ type, text }) =>
    type === 'text' && typeof text === 'string' ? [text] : [],
  );
}

function resultTexts(content: unknown): string[] {
  return blocks(content)
    .filter(({ type }) => type === 'tool_result')
    .map(({ content: inner }) => texts(inner).join('\n'));
}
