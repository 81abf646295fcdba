import { refuse, type Refusal } from '../refusal.ts';
import { ModelRequest } from './schema.ts';

/** What one run may ask of a model. */
export type RequestPolicy = {
  /** Full model names. */
  readonly models: readonly string[];
  readonly maxTokensCap: number;
  /** Names of the tools that the profile gives, MCP tools included. */
  readonly toolNames: readonly string[];
};

/** The CLI adds this tool so that deferred tools stay possible; it does nothing. */
const PLACEHOLDER_TOOL = 'DeferredToolPlaceholder';

const REMEDY = 'The agent sent what the pinned CLI does not send; look at the audit record of this request.';

/**
 * Judges the parsed body of a model request. Returns the request with nothing in it that isn't
 * known, or the refusal. Pure: it neither fetches nor counts.
 */
export function validateRequest(body: unknown, policy: RequestPolicy): ModelRequest | Refusal {
  const read = ModelRequest.safeParse(body);
  if (!read.success) return shapeRefusal(read.error.issues);
  const request = read.data;
  if (!policy.models.includes(request.model)) {
    return refuse(
      'model-not-allowed',
      `The model ${quoted(request.model)} is not allowed in this run.`,
      `Allowed: ${policy.models.join(', ')}. Change the model of the profile if that is meant.`,
    );
  }
  if (request.max_tokens > policy.maxTokensCap) {
    return refuse(
      'max-tokens-over-cap',
      `max_tokens is ${request.max_tokens}, more than this run's cap of ${policy.maxTokensCap}.`,
      'Raise the budget of the profile, or leave CLAUDE_CODE_MAX_OUTPUT_TOKENS to the launcher.',
    );
  }
  const allowed = new Set([...policy.toolNames, PLACEHOLDER_TOOL]);
  const foreign = namedTools(request).find((name) => !allowed.has(name));
  if (foreign !== undefined) {
    return refuse('tool-not-allowed', `The tool ${quoted(foreign)} is not part of this profile.`, REMEDY);
  }
  return request;
}

/** Every tool that the request offers: at the top, added by a system message, or found by a search. */
function namedTools(request: ModelRequest): string[] {
  const names = (request.tools ?? []).map((tool) => tool.name);
  for (const { content } of request.messages) {
    if (typeof content === 'string') continue;
    for (const block of content) {
      if (block.type === 'tool_addition') {
        names.push(block.tool.type === 'tool_definition' ? block.tool.definition.name : block.tool.name);
      }
      if (block.type !== 'tool_result' || !Array.isArray(block.content)) continue;
      for (const part of block.content) if (part.type === 'tool_reference') names.push(part.tool_name);
    }
  }
  return names;
}

type Issue = { code?: string; path: PropertyKey[]; message: string; errors?: Issue[][]; keys?: string[] };

function shapeRefusal(issues: readonly unknown[]): Refusal {
  const { path, issue } = deepest(issues[0] as Issue, []);
  const where = path.length > 0 ? path.map(String).join('.') : 'the body';
  const code = issue.code === 'unrecognized_keys' ? 'unknown-key' : 'unknown-shape';
  const because = `The model request is not one that we let through: at ${where}: ${issue.message}`;
  return refuse(code, `${because.slice(0, 300)}.`, REMEDY);
}

/** Unions report one list of issues per branch; the branch that got furthest says what is wrong. */
function deepest(issue: Issue, before: PropertyKey[]): { path: PropertyKey[]; issue: Issue } {
  const path = [...before, ...issue.path];
  const inner = (issue.errors ?? []).flatMap((branch) => (branch[0] ? [deepest(branch[0], path)] : []));
  return inner.reduce((far, next) => (next.path.length > far.path.length ? next : far), { path, issue });
}

function quoted(text: string): string {
  return JSON.stringify(text.length > 80 ? `${text.slice(0, 80)}…` : text);
}
