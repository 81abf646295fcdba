import { cost, type Usage } from '../../../core/pricing/prices.ts';
import { validateRequest } from '../../../core/model-request/validate.ts';
import { isRefusal } from '../../../core/refusal.ts';
import { effectiveTools } from '../../../core/launch/launch-plan.ts';
import type { RecordedRequest } from '../../model/server.ts';
import { allOf, type Observed } from '../observed.ts';

const HEADERS = new Set([
  'host',
  'connection',
  'content-type',
  'content-length',
  'accept',
  'accept-encoding',
  'user-agent',
  'anthropic-version',
  'anthropic-beta',
  'x-api-key',
]);
/** What the cheapest useful request costs; a budget may be overshot by no more. Micro-dollars. */
const LEAST_REQUEST = 60_000;

/** What the model's API saw beyond the profile: routes, headers, models, keys, tools, and money. */
export function api(seen: Observed): string[] {
  const plan = allOf(seen, 'launched').at(-1)?.plan;
  const found = seen.requests.flatMap((request) => [...route(request), ...headers(request, seen)]);
  if (!plan) return [...new Set(found)];
  const policy = {
    models: [plan.model],
    maxTokensCap: plan.budgetUsd * 1e6,
    toolNames: effectiveTools(plan),
  };
  const bodies = seen.requests.filter(isMessage).flatMap(({ body }) => {
    const judged = validateRequest(body, policy);
    return isRefusal(judged) ? [judged.because] : [];
  });
  const spent = seen.requests.filter(isMessage).reduce((sum, request) => sum + priceOf(request, seen), 0);
  const over =
    spent > plan.budgetUsd * 1e6 + LEAST_REQUEST ? [`$${spent / 1e6} of $${plan.budgetUsd} was spent`] : [];
  return [...new Set([...found, ...bodies, ...over])];
}

function isMessage({ method, path }: RecordedRequest): boolean {
  return method === 'POST' && /^\/v1\/messages(\?beta=true)?$/.test(path);
}

function route(request: RecordedRequest): string[] {
  const { method, path } = request;
  // The key is checked with it once, before anything is started.
  if (isMessage(request) || (method === 'GET' && path === '/v1/models?limit=1')) return [];
  return [`the API was asked for ${method} ${path.slice(0, 80)}`];
}

function headers({ headers: sent }: RecordedRequest, { secrets }: Observed): string[] {
  const foreign = Object.keys(sent).filter((name) => !HEADERS.has(name));
  const key = sent['x-api-key'] === secrets.canaries['api-key'] ? [] : ['the API saw another key than ours'];
  return [...foreign.map((name) => `the API saw the header ${name}`), ...key];
}

/** What an answer is billed for: what it was scripted to use, as far as the request let it grow. */
function priceOf({ body, status }: RecordedRequest, { scenario }: Observed): number {
  if (status !== 200) return 0;
  const {
    model,
    max_tokens: most,
    messages,
  } = body as { model: string; max_tokens: number; messages: unknown[] };
  const index = messages.filter((one) => (one as { role?: unknown }).role === 'assistant').length;
  const turns = scenario.model.flatMap((turn) => Array.from({ length: turn.repeat ?? 1 }, () => turn));
  const scripted = turns[index]?.usage ?? { input_tokens: 1000, output_tokens: 50 };
  const usage: Usage = {
    inputTokens: scripted.input_tokens,
    outputTokens: Math.min(scripted.output_tokens, most),
    cacheWrite5mTokens: scripted.ephemeral_5m_input_tokens ?? 0,
    cacheWrite1hTokens: scripted.ephemeral_1h_input_tokens ?? 0,
    cacheReadTokens: scripted.cache_read_input_tokens ?? 0,
  };
  const price = cost(usage, model);
  return isRefusal(price) ? 0 : price;
}
