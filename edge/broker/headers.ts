import type { IncomingHttpHeaders } from 'node:http';

/**
 * The betas that the pinned CLI asks for, without their dates. Others are dropped: some switch on
 * servers' tools, files, other prices or a second model.
 */
const BETAS = [
  'claude-code',
  'context-management',
  'effort',
  'interleaved-thinking',
  'mid-conversation-tool-changes',
  'per-turn-control',
  'thinking-display-updates',
  'thinking-token-count',
  'token-counting',
];
const BETA = new RegExp(`^(${BETAS.join('|')})-\\d{4}-?\\d{2}-?\\d{2}$`);

const PASSED_BACK =
  /^(content-type|retry-after|retry-after-ms|request-id|x-should-retry|anthropic-ratelimit-[a-z-]+)$/;

/** The whole header of a request to the model: built from nothing, only the key is a secret. */
export function requestHeaders(
  from: IncomingHttpHeaders,
  key: { apiKey: string; authHeader: 'x-api-key' | 'bearer' },
  length: number,
): Record<string, string> {
  const version = String(from['anthropic-version'] ?? '');
  const betas = String(from['anthropic-beta'] ?? '')
    .split(',')
    .map((beta) => beta.trim())
    .filter((beta) => BETA.test(beta));
  return {
    'content-type': 'application/json',
    'content-length': String(length),
    accept: 'application/json',
    // Usage is read from the answer as it passes, so it must not be compressed.
    'accept-encoding': 'identity',
    'user-agent': 'agent-dispatch-broker',
    'anthropic-version': /^\d{4}-\d{2}-\d{2}$/.test(version) ? version : '2023-06-01',
    ...(betas.length > 0 ? { 'anthropic-beta': betas.join(',') } : {}),
    ...(key.authHeader === 'bearer'
      ? { authorization: `Bearer ${key.apiKey}` }
      : { 'x-api-key': key.apiKey }),
  };
}

/** Answers of 4xx that may be another one later: a time-out, a conflict, too early, too many. */
const PASSING = new Set([408, 409, 425, 429]);

/**
 * The headers of an answer that the agent may see. A refused key or request is final, whatever the upstream
 * says: asked again it is refused again, and the CLI would do so for minutes.
 */
export function answerHeaders(from: IncomingHttpHeaders, status: number): Record<string, string> {
  const passed = Object.entries(from).flatMap(([name, value]): [string, string][] =>
    typeof value === 'string' && PASSED_BACK.test(name) ? [[name, value]] : [],
  );
  const isFinal = status >= 400 && status < 500 && !PASSING.has(status);
  return { ...Object.fromEntries(passed), ...(isFinal ? { 'x-should-retry': 'false' } : {}) };
}
