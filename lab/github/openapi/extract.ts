/**
 * Regenerates `github.json`: the part of GitHub's own OpenAPI description that the stand-in answers
 * to, as JSON Schema. Run it with `node lab/github/openapi/extract.ts [folder of the package]`;
 * without a folder the package is fetched by `npm pack` into a temporary one.
 */
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { runProgram } from '../../../edge/runner/program.ts';
import { OPERATIONS, WEBHOOKS } from './operations.ts';
import { jsonSchema } from './json-schema.ts';

const PACKAGE = '@octokit/openapi';
const VERSION = '23.0.2';

/** The parts of an OpenAPI document that are read here; schemas stay opaque. */
type Ref = { $ref: string };
type Content = { content?: Record<string, { schema?: unknown }>; required?: boolean };
type Parameter = { name: string; in: string; required?: boolean; schema: unknown };
type Operation = {
  operationId: string;
  parameters?: (Parameter | Ref)[];
  requestBody?: Content;
  responses: Record<string, Content | Ref>;
};
type Api = {
  info: { version: string };
  paths: Record<string, Record<string, Operation> | undefined>;
  'x-webhooks': Record<string, { post: Operation } | undefined>;
  components: { schemas: Record<string, unknown> };
};
type Sections = Record<'operations' | 'webhooks' | 'schemas', Record<string, unknown>>;

async function fetchPackage(): Promise<string> {
  const directory = await mkdtemp(join(tmpdir(), 'openapi-'));
  // npm runs with the node that it was installed with, which need not be ours.
  const path = `/usr/local/bin:/usr/bin:/bin:${dirname(process.execPath)}`;
  const env = { PATH: path, HOME: directory };
  const run = async (program: string, args: string[]) => {
    const result = await runProgram(program, args, { env, cwd: directory });
    if (result.code !== 0) throw new Error(`${program} ${args.join(' ')} failed: ${result.stderr}`);
    return result.stdout.trim();
  };
  const archive = await run('npm', ['pack', '--loglevel=error', `${PACKAGE}@${VERSION}`]);
  await run('tar', ['-xzf', archive]);
  return join(directory, 'package');
}

function extract(api: Api): Sections & { source: string; version: string } {
  const operations = Object.fromEntries(OPERATIONS.map((name) => [name, operation(api, name)]));
  const webhooks = Object.fromEntries(
    Object.entries(WEBHOOKS).map(([name, key]) => [
      name,
      bodySchema(api['x-webhooks'][key]?.post.requestBody),
    ]),
  );
  const schemas = reachable(api.components.schemas, [operations, webhooks, ref('basic-error')]);
  const source = `${PACKAGE}@${VERSION} generated/api.github.com.json`;
  return { source, version: api.info.version, operations, webhooks, schemas };
}

/**
 * Where GitHub's description contradicts itself. The list of installations repeats the schema of one,
 * but says of its account that it is a user *and* an enterprise; the schema it repeats says *or*.
 */
const CORRECTED: Record<string, Record<string, unknown>> = {
  'GET /app/installations': { 200: { type: 'array', items: ref('installation') } },
};

function operation(api: Api, name: string) {
  const [method = '', path = ''] = name.split(' ');
  const described = api.paths[path]?.[method.toLowerCase()];
  if (!described) throw new Error(`${name} is not in ${PACKAGE}@${VERSION}: correct operations.ts`);
  const responses = Object.entries(described.responses).map(([status, response]) => [
    status,
    bodySchema(follow(api, response)),
  ]);
  const body = bodySchema(described.requestBody);
  return {
    id: described.operationId,
    parameters: (described.parameters ?? []).map((parameter) => describe(follow(api, parameter))),
    ...(body === null ? {} : { body, bodyRequired: described.requestBody?.required === true }),
    responses: { ...(Object.fromEntries(responses) as Record<string, unknown>), ...CORRECTED[name] },
  };
}

function describe({ name, in: place, required, schema }: Parameter) {
  return { name, in: place, required: required === true, schema: jsonSchema(schema) };
}

function bodySchema(holder: Content | undefined): unknown {
  const media = holder?.content?.['application/json'] ?? Object.values(holder?.content ?? {})[0];
  return media?.schema ? jsonSchema(media.schema) : null;
}

function follow<Value extends object>(api: Api, value: Value | Ref): Value {
  if (!('$ref' in value)) return value;
  let found: unknown = api;
  for (const key of value.$ref.split('/').slice(1)) found = (found as Record<string, unknown>)[key];
  return follow(api, found as Value);
}

function ref(name: string): Ref {
  return { $ref: `#/schemas/${name}` };
}

/** The schemas named by `roots`, and by those schemas, sorted by name. */
function reachable(all: Record<string, unknown>, roots: unknown): Record<string, unknown> {
  const kept = new Map<string, unknown>();
  const visit = (value: unknown): void => {
    for (const [, name = ''] of JSON.stringify(value).matchAll(/"#\/schemas\/([^"]+)"/g)) {
      if (kept.has(name)) continue;
      const converted = jsonSchema(all[name]);
      kept.set(name, converted);
      visit(converted);
    }
  };
  visit(roots);
  return Object.fromEntries([...kept].sort(([a], [b]) => (a < b ? -1 : 1)));
}

/** JSON with one operation, webhook or schema per line, so that a new version shows a readable diff. */
function lines({ operations, webhooks, schemas, ...head }: ReturnType<typeof extract>): string {
  const parts = Object.entries(head).map(([key, value]) => `  "${key}": ${JSON.stringify(value)}`);
  for (const [key, entries] of Object.entries({ operations, webhooks, schemas })) {
    const rows = Object.entries(entries).map(
      ([name, value]) => `    ${JSON.stringify(name)}: ${JSON.stringify(value)}`,
    );
    parts.push(`  "${key}": {\n${rows.join(',\n')}\n  }`);
  }
  return `{\n${parts.join(',\n')}\n}\n`;
}

const given = process.argv[2];
const folder = given ?? (await fetchPackage());
const text = await readFile(join(folder, 'generated', 'api.github.com.json'), 'utf8');
await writeFile(new URL('github.json', import.meta.url), lines(extract(JSON.parse(text) as Api)));
if (given === undefined) await rm(join(folder, '..'), { recursive: true });
