import { globSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { isMap, isPair, isScalar, LineCounter, parseDocument, visit, type Scalar } from 'yaml';
import type { Breach, SourceText } from './source-file.ts';

const FOLDERS = ['.github/workflows', 'docs/examples/workflows'];
const PINNED = /^[^@\s]+@[0-9a-f]{40}$/;
/** Ours: a path in this repository, or this action by its own release tag. */
const OURS = /^(\.\/|\$\/|agent-dispatch\/agent-dispatch@)/;

/** `action.yml` and every workflow we run or ask others to copy. */
export function readWorkflows(root: string): SourceText[] {
  const paths = FOLDERS.flatMap((folder) =>
    readdirSync(join(root, folder))
      .filter((name) => /\.ya?ml$/.test(name))
      .map((name) => `${folder}/${name}`),
  );
  // A ready agent that needs a workflow has it in its folder.
  const ready = globSync('examples/*/workflow.yml', { cwd: root }).toSorted();
  return ['action.yml', ...paths, ...ready].map((path) => ({
    path,
    text: readFileSync(join(root, path), 'utf8'),
  }));
}

/** Judges one workflow or action file: nothing of the event may become code, and all code is pinned. */
export function workflowBreaches({ path, text }: SourceText): Breach[] {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines });
  const breaches: Breach[] = document.errors.map(({ message, pos }) =>
    breach('workflow-parses', pos[0], message),
  );

  function breach(rule: string, offset: number, found: string): Breach {
    return { rule, path, line: lines.linePos(offset).line, found: found.split('\n')[0] ?? '' };
  }
  const offsetOf = (value: Scalar) => value.range?.[0] ?? 0;

  visit(document, {
    Pair(_, { key, value }) {
      if (!isScalar(key) || !isScalar(value) || typeof value.value !== 'string') return;
      if (key.value === 'run' && value.value.includes('${{')) {
        breaches.push(breach('no-expression-in-run', offsetOf(value), value.value));
      }
      if (key.value === 'uses' && !OURS.test(value.value)) {
        const named = / # v\d/.test(lineAt(text, offsetOf(value)));
        if (!PINNED.test(value.value) || !named) {
          breaches.push(breach('actions-pinned-by-sha', offsetOf(value), value.value));
        }
      }
      if (key.value === 'script' && value.value.includes('${{')) {
        breaches.push(breach('no-expression-in-run', offsetOf(value), value.value));
      }
    },
  });
  if (isWorkflow(document.contents) && !startsWithNothing(document.contents)) {
    breaches.push(breach('permissions-start-empty', 0, 'no `permissions: {}` at the top'));
  }
  return breaches;
}

function isWorkflow(contents: unknown): boolean {
  return isMap(contents) && contents.has('jobs');
}

function startsWithNothing(contents: unknown): boolean {
  if (!isMap(contents)) return false;
  const pair = contents.items.find(
    (item) => isPair(item) && isScalar(item.key) && item.key.value === 'permissions',
  );
  return pair !== undefined && isMap(pair.value) && pair.value.items.length === 0;
}

function lineAt(text: string, offset: number): string {
  return text.slice(offset).split('\n')[0] ?? '';
}
