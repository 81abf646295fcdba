import type { AuditEntry } from '../core/audit/entry.ts';
import { auditInput } from '../core/audit/entry.ts';
import { FIRST_HEAD } from '../core/audit/chain.ts';
import { append } from '../core/audit/record.ts';
import type { Result } from '../core/output/result.ts';
import { sha256 } from '../edge/keys/digest.ts';

const BEGAN = Date.parse('2026-11-20T10:00:00.000Z');
/** Calls after each request to the model. */
const PER_REQUEST = 4;

/** A call of the sample. */
export type SampleCall = { readonly tool: string; readonly input: object; readonly denied?: string };

/** What a run of so many calls leaves behind: the lines of its record, and its result. */
export type SampleRun = { readonly lines: string[]; readonly result: Result };

/** Makes a run whose record chains; the same calls make the same record. */
export function sampleRun(calls: readonly SampleCall[], more: Partial<Result> = {}): SampleRun {
  const lines: string[] = [];
  let head = FIRST_HEAD;
  let ms = 0;
  const write = (entry: object) => {
    const at = new Date(BEGAN + (ms += 40)).toISOString();
    const next = append(head, { at, ...entry } as AuditEntry, sha256);
    head = next.head;
    lines.push(next.line);
  };
  write(START);
  write({ type: 'canary', tool: 'Read', verdict: 'deny' });
  for (const [index, call] of calls.entries()) {
    if (index % PER_REQUEST === 0) for (const entry of requestEntries(calls.length)) write(entry);
    for (const entry of callEntries(call, index + 1)) write(entry);
  }
  write(egress('registry.npmjs.org', 'allow', 'the profile names it'));
  write(egress('collector.example', 'deny', 'the profile does not name it'));
  const cost = Math.ceil(calls.length / PER_REQUEST) * priceOf(calls.length);
  write({ type: 'end', outcome: more.outcome ?? 'success', because: null, cost_usd: cost, turns: 3 });
  return { lines, result: resultOf(calls, { cost_usd: cost, duration_ms: ms, audit_head: head, ...more }) };
}

/** So many calls that read, write, search and run things, every tenth of them refused. */
export function sampleCalls(count: number): SampleCall[] {
  return Array.from({ length: count }, (_, at) => {
    const file_path = `/workspace/src/part-${at % 37}/file-${at % 1009}.ts`;
    if (at % 10 === 9)
      return {
        tool: 'Bash',
        input: { command: `curl https://collector.example/${at}` },
        denied: 'bash-allow-list',
      };
    if (at % 5 === 1) return { tool: 'Grep', input: { pattern: `error.${at}`, path: '/workspace/src' } };
    return at % 7 === 3
      ? { tool: 'Edit', input: { file_path, old_string: 'a', new_string: `b${at}` } }
      : { tool: 'Read', input: { file_path } };
  });
}

const START = {
  type: 'start',
  job_id: null,
  agent: 'reviewer',
  actor: 'mona',
  model: 'claude-sonnet-4-5',
  plan_sha256: sha256('plan'),
  task_sha256: sha256('task'),
  budget_usd: 1.5,
  cli_version: '2.1.0',
  cage: 'bubblewrap 0.8.0',
};

/** Cheap enough that any number of calls stays below the budget. */
function priceOf(calls: number): number {
  return Math.round(900_000 / Math.ceil(calls / PER_REQUEST)) / 1_000_000;
}

function requestEntries(calls: number): object[] {
  const api = { type: 'api', model: 'claude-sonnet-4-5', status: null, because: null };
  return [
    { ...api, what: 'forwarded', cost_usd: null },
    { ...api, what: 'answered', cost_usd: priceOf(calls) },
  ];
}

function callEntries({ tool, input, denied }: SampleCall, seq: number): object[] {
  const text = JSON.stringify(input);
  const asked = { type: 'asked', seq, actor: ['main'], tool, input: auditInput(text, sha256(text)) };
  if (denied !== undefined)
    return [{ ...asked, verdict: 'deny', rule: denied, because: 'The profile does not allow this command.' }];
  return [
    { ...asked, verdict: 'allow', rule: 'allow-list', because: 'no rule objects' },
    { type: 'ended', seq, is_error: seq % 25 === 12, duration_ms: 12 },
  ];
}

function egress(host: string, verdict: string, because: string): object {
  const bytes = verdict === 'allow' ? { bytes_out: 512, bytes_in: 40_960 } : { bytes_out: 0, bytes_in: 0 };
  return { type: 'egress', host, port: 443, address: null, verdict, because, ...bytes, duration_ms: 31 };
}

function resultOf(calls: readonly SampleCall[], more: Partial<Result>): Result {
  const refused = calls.filter(({ denied }) => denied !== undefined).length;
  return {
    version: 2,
    job_id: null,
    agent: 'reviewer',
    outcome: 'success',
    error_code: null,
    cause: null,
    text: 'The error handling of `load()` swallows the cause.\n\n1. src/load.ts:12 catches and drops it.',
    cost_usd: null,
    tokens: null,
    duration_ms: 0,
    turns: 3,
    model: 'claude-sonnet-4-5',
    calls: { allowed: calls.length - refused, refused },
    refused_calls: [],
    allowed_calls: [],
    audit_head: null,
    cli_version: '2.1.0',
    cage: 'bubblewrap 0.8.0',
    ...more,
  };
}
