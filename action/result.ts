import type { RunVerdict } from '../core/events/outcome.ts';
import { classOf } from '../core/failure/codes.ts';
import { bytesOf, type Tray } from '../core/output/hand-in.ts';
import type { Kept } from '../core/output/keep/kept.ts';
import type { Change } from '../core/output/patch/change.ts';
import { TEXT_MAX_CHARACTERS, type Result } from '../core/output/result.ts';
import type { Refusal } from '../core/refusal.ts';
import type { Authority } from '../core/ticket/verify.ts';
import { memberOf, type MemberLine } from './fleet/members.ts';
import type { ShownCall, Tally } from './tally.ts';

/** What is known about a run at its end; everything but the verdict is missing in one that never started. */
export type RunStory = {
  verdict: RunVerdict;
  costUsd: number | null;
  turns: number | null;
  model: string | null;
  cliVersion: string | null;
  cage: string | null;
  auditHead: string | null;
  tally: Tally | null;
  /** What the agent handed in and what was taken. */
  outputs: Tray;
  /** What became of the change that it asked to propose; null when it asked for none. */
  change: Change | null;
  /** What became of the files that it asked to keep; null when it asked for none. */
  kept: Kept | null;
  /** What strangers wrote of what the agent was given, in words. */
  taint: readonly string[];
  /** What it was given of its issue or pull request, in counts; null when nothing was asked for. */
  context: Result['context'] | null;
  /** Every agent of the run, where there were several. */
  members: readonly MemberLine[];
  /** Whether the agent's answer has to follow a schema. */
  structured: boolean;
};

/** Whose run it was, and how long it took in milliseconds. */
export type RunFrame = {
  /** Null when it could not be established. */
  authority: Authority | null;
  /** The agent as the inputs name it, for a run without authority. */
  agent: string;
  durationMs: number;
};

/** The result of a run in the form that leaves the job. Text beyond the limit is cut, and says so. */
export function makeResult(frame: RunFrame, story: Partial<RunStory> & Pick<RunStory, 'verdict'>): Result {
  const { authority } = frame;
  const { verdict, tally, outputs = [], change = null, kept = null } = story;
  return {
    version: 2,
    job_id: authority?.kind === 'ticket' ? authority.ticket.job_id : null,
    agent: agentOf(frame),
    outcome: verdict.outcome,
    error_code: verdict.cause ? classOf(verdict.cause.code) : null,
    cause: verdict.cause ? causeOf(verdict.cause) : null,
    text: shortenAsJson(
      shorten(verdict.text, TEXT_MAX_CHARACTERS),
      MOST_TEXT_BYTES - bytesOf(outputs) - bytesOf(change),
    ),
    ...(story.structured && verdict.outcome === 'success' ? { structured: true as const } : {}),
    cost_usd: story.costUsd ?? null,
    tokens: tally?.tokens ?? null,
    duration_ms: frame.durationMs,
    turns: story.turns ?? null,
    model: story.model ?? null,
    calls: { allowed: tally?.allowed ?? 0, refused: tally?.refused ?? 0 },
    refused_calls: (tally?.refusedCalls ?? []).map(({ tool, input, rule, because }) => ({
      tool: shorten(tool, 200),
      input: shorten(input, 400),
      rule: shorten(rule, 100),
      because: shorten(because, 1000),
    })),
    allowed_calls: (tally?.allowedCalls ?? []).map(shortCall),
    ...wantedOf(tally),
    ...deferredOf(tally),
    ...connectionsOf(tally),
    ...(story.members ? { fleet: story.members.map(memberOf) } : {}),
    ...(outputs.length > 0 ? { outputs: [...outputs] } : {}),
    ...(change === null ? {} : { change }),
    ...(kept === null ? {} : { kept }),
    ...(story.context ? { context: story.context } : {}),
    ...(story.taint && story.taint.length > 0
      ? { tainted: story.taint.slice(0, 10).map((words) => shorten(words, 200)) }
      : {}),
    audit_head: story.auditHead ?? null,
    cli_version: story.cliVersion ?? null,
    cage: story.cage ?? null,
  };
}

function shortCall({ tool, input }: ShownCall): ShownCall {
  return { tool: shorten(tool, 200), input: shorten(input, 400) };
}

function wantedOf(tally: Tally | null | undefined): Pick<Result, 'wanted'> {
  if (!tally || tally.wanted.count === 0) return {};
  return { wanted: { count: tally.wanted.count, calls: tally.wanted.calls.map(shortCall) } };
}

function deferredOf(tally: Tally | null | undefined): Pick<Result, 'deferred'> {
  if (!tally?.deferred) return {};
  const { tool, arguments: written, digest: sha256 } = tally.deferred;
  return { deferred: { tool, arguments: written, sha256 } };
}

function connectionsOf(tally: Tally | null | undefined): Pick<Result, 'connections'> {
  if (!tally || tally.egress.allowed + tally.egress.refused === 0) return {};
  const { refusedHosts, ...counted } = tally.egress;
  const refused_hosts = refusedHosts.map(({ host, because }) => ({
    host: shorten(host, 300),
    because: shorten(because, 1000),
  }));
  return { connections: { ...counted, refused_hosts } };
}

/** A result must name an agent in a form that readers accept; one that was never admitted may not have it. */
function agentOf({ authority, agent }: RunFrame): string {
  const named = authority?.kind === 'ticket' ? authority.ticket.agent : (authority?.agent ?? agent);
  return /^[A-Za-z0-9][A-Za-z0-9_-]{0,63}$/.test(named) ? named : 'unknown';
}

function causeOf(refusal: Refusal) {
  return {
    code: refusal.code.slice(0, 64),
    because: shorten(refusal.because, 2000),
    remedy: shorten(refusal.remedy, 2000),
  };
}

/** Readers take a result of 1 MiB, outputs and all: a text whose characters take many bytes each is cut to leave room for the rest. */
const MOST_TEXT_BYTES = 800_000;

function shortenAsJson(text: string, most: number): string {
  let short = text.toWellFormed();
  while (Buffer.byteLength(JSON.stringify(short)) > most) {
    short = shorten(short, Math.floor(short.length * 0.7)).toWellFormed();
  }
  return short;
}

function shorten(text: string, most: number): string {
  const notice = ' … (cut)';
  return text.length <= most ? text : text.slice(0, most - notice.length) + notice;
}
