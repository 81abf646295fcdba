import { parse } from 'yaml';
import { unprocessable } from './answer.ts';
import { findEntry, listDirectory, readBlob } from './git-objects.ts';
import type { Repository, Workflow, World } from './state.ts';

/** GitHub's limit on all inputs of one dispatch together. */
const INPUTS_LIMIT = 65_535;

type Input = { type?: string; required?: boolean; default?: unknown; options?: unknown[] };
type WorkflowFile = { name?: unknown; 'run-name'?: unknown; on?: unknown };

/** The text of a workflow file at a commit; null when it is not there. */
export async function workflowText(
  repository: Repository,
  commit: string,
  path: string,
): Promise<string | null> {
  const entry = await findEntry(repository, commit, path);
  const bytes = entry?.kind === 'file' ? await readBlob(repository, entry.sha) : null;
  return bytes === null ? null : bytes.toString('utf8');
}

/** The workflows of a repository: the files on its default branch, each with an id that stays. */
export async function listWorkflows(world: World, repository: Repository): Promise<Workflow[]> {
  const head = `refs/heads/${repository.defaultBranch}`;
  const directory = await findEntry(repository, head, '.github/workflows');
  if (directory?.kind !== 'dir') return [];
  const files = (await listDirectory(repository, directory)).filter((entry) => /\.ya?ml$/.test(entry.path));
  for (const { path, sha } of files) {
    const text = ((await readBlob(repository, sha)) ?? '').toString();
    const known = repository.workflows.get(path);
    const workflow = known ?? { id: world.nextId(), path, name: '', createdAt: world.now() };
    workflow.name = nonEmpty(readWorkflow(text).name) ?? path;
    repository.workflows.set(path, workflow);
  }
  return files.flatMap(({ path }) => repository.workflows.get(path) ?? []);
}

/** The title of a run. Expressions in `run-name` are not evaluated: such a run is called after its workflow. */
export function runTitle(text: string, workflow: Workflow): string {
  const title = nonEmpty(readWorkflow(text)['run-name']);
  return title === undefined || title.includes('${{') ? workflow.name : title;
}

function nonEmpty(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined;
}

function readWorkflow(text: string): WorkflowFile {
  try {
    const value: unknown = parse(text);
    return typeof value === 'object' && value !== null ? value : {};
  } catch {
    return {};
  }
}

/**
 * The inputs a dispatch gives its run: what was sent, with the declared defaults. Refuses with 422,
 * in GitHub's words, a workflow without the trigger and inputs that are undeclared, missing or wrong.
 */
export function dispatchInputs(text: string, sent: Record<string, unknown>): Record<string, string> {
  const declared = declaredInputs(readWorkflow(text).on);
  if (declared === null) throw unprocessable("Workflow does not have 'workflow_dispatch' trigger");
  const strange = Object.keys(sent).filter((name) => !Object.hasOwn(declared, name));
  if (strange.length > 0) throw unprocessable(`Unexpected inputs provided: ${JSON.stringify(strange)}`);
  if (JSON.stringify(sent).length > INPUTS_LIMIT) throw unprocessable('inputs are too large.');
  const inputs: Record<string, string> = {};
  for (const [name, input] of Object.entries(declared)) {
    const value = sent[name] ?? input.default;
    if (input.required === true && (value === undefined || value === '')) {
      throw unprocessable(`Required input '${name}' not provided`);
    }
    inputs[name] = checked(name, input, asText(value));
  }
  return inputs;
}

function checked(name: string, input: Input, value: string): string {
  if (value === '') return input.type === 'boolean' ? 'false' : value;
  const allowed = input.type === 'boolean' ? ['true', 'false'] : (input.options ?? []).map(String);
  const limited = input.type === 'boolean' || input.type === 'choice';
  if (!limited || allowed.includes(value)) return value;
  throw unprocessable(`Provided value '${value}' for input '${name}' not in the list of allowed values`);
}

/** The inputs that `on: workflow_dispatch` declares; null without that trigger. */
function declaredInputs(on: unknown): Record<string, Input> | null {
  if (on === 'workflow_dispatch') return {};
  if (Array.isArray(on)) return on.includes('workflow_dispatch') ? {} : null;
  if (typeof on !== 'object' || on === null || !('workflow_dispatch' in on)) return null;
  const trigger = on.workflow_dispatch as { inputs?: Record<string, Input | null> } | null;
  const inputs = Object.entries(trigger?.inputs ?? {});
  return Object.fromEntries(inputs.map(([name, input]) => [name, input ?? {}]));
}

/** An input as a workflow sees it: text. GitHub takes booleans and numbers too; the description refuses the rest. */
function asText(value: unknown): string {
  if (typeof value === 'string') return value;
  return typeof value === 'number' || typeof value === 'boolean' ? String(value) : '';
}
