import { canonicalJson } from '../core/audit/canonical.ts';
import { assertNever } from '../core/fault.ts';
import type { ActorId } from '../core/fleet/actor-id.ts';
import type { FleetAnswer } from '../core/fleet/answer.ts';
import type { HandedIn } from '../core/output/hand-in.ts';
import { kindOfTool } from '../core/output/planned.ts';
import { APPROVED_CALL } from '../core/policy/approved-call.ts';
import type { ToolCall, Verdict } from '../core/policy/verdict.ts';
import type { BrokerEvent } from '../edge/broker/serve.ts';

/** The record of a call, but for its input. */
export function callEntry(seq: number, call: ToolCall, verdict: Verdict, actor: ActorId): object {
  return {
    type: 'asked',
    seq,
    actor: call.actor === 'main' ? [actor] : [actor, call.actor.slice(0, 200)],
    tool: call.tool.slice(0, 200),
    verdict: verdict.allow ? 'allow' : 'deny',
    rule: verdict.rule,
    because: verdict.allow ? whyAllowed(verdict.rule) : verdict.because.slice(0, 1500),
  };
}

function whyAllowed(rule: string): string {
  return rule === APPROVED_CALL ? 'a person approved this call' : 'no rule objects';
}

/** The record of an output that was handed in by the call of this number. */
export function outputEntry(
  seq: number,
  tool: string,
  { became, item, words }: HandedIn,
  sha256: (text: string) => string,
): object {
  return {
    type: 'output',
    seq,
    kind: kindOfTool(tool) ?? 'unknown',
    became,
    sha256: item === null ? null : sha256(canonicalJson(item)),
    because: became === 'accepted' ? null : words.slice(0, 1500).toWellFormed(),
  };
}

/** The record of what became of a call about other agents. */
export function fleetEntry(seq: number, tool: string, { became, code, words }: FleetAnswer): object {
  const because = became === 'done' ? null : words.slice(0, 1500).toWellFormed();
  return { type: 'fleet', seq, tool: tool.slice(0, 200), became, code, because };
}

/** The record of what the broker did. */
export function apiEntry(event: BrokerEvent): object {
  const blank = { type: 'api', what: 'failed', model: null, status: null, cost_usd: null, because: null };
  switch (event.kind) {
    case 'refused':
      return { ...blank, what: 'refused', because: `${event.code}: ${event.because}`.slice(0, 2000) };
    case 'refused-more':
      return { ...blank, what: 'refused', because: `${event.code}: ${moreRefused(event)}` };
    case 'not-counted':
      return { ...blank, what: 'refused', because: 'token counts are not served' };
    case 'forwarded':
      return { ...blank, what: 'forwarded', model: event.model };
    case 'unpinned':
      return { type: 'unpinned', tool: event.tool, sha256: event.sha256 };
    case 'egress':
      return egressEntry(event);
    case 'settled':
      return { ...blank, what: 'answered', model: event.model, cost_usd: event.costMicroUsd / 1_000_000 };
    case 'upstream-error':
      return { ...blank, status: event.status, because: event.type.slice(0, 2000) };
    case 'unreachable':
      return { ...blank, because: event.because.slice(0, 2000) };
    default:
      return assertNever(event);
  }
}

/** What stands for refusals of one code that were not told one by one. */
export function moreRefused({ count }: { count: number }): string {
  return count === 1 ? '1 more request was refused for this' : `${count} more requests were refused for this`;
}

function egressEntry(event: Extract<BrokerEvent, { kind: 'egress' }>): object {
  const { host, port, address, allowed, because, bytesOut, bytesIn, durationMs } = event;
  const bytes = { bytes_out: bytesOut, bytes_in: bytesIn, duration_ms: durationMs };
  return { type: 'egress', host, port, address, verdict: allowed ? 'allow' : 'deny', because, ...bytes };
}
