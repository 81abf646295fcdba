import { Ajv, type ValidateFunction } from 'ajv';
import description from './openapi/github.json' with { type: 'json' };
import { formats } from './formats.ts';
import type { OperationName, WebhookName } from './openapi/operations.ts';

type Parameter = { name: string; in: string; required: boolean; schema: Record<string, unknown> };
type Operation = {
  id: string;
  parameters: Parameter[];
  body?: Record<string, unknown>;
  bodyRequired?: boolean;
  responses: Record<string, unknown>;
};

const operations = description.operations as unknown as Record<OperationName, Operation>;

// Each schema is compiled once and on first use; the generated code is not worth polishing.
const ajv = new Ajv({
  strict: false,
  validateSchema: false,
  inlineRefs: false,
  code: { optimize: false },
  formats,
});
// GitHub's 64-bit ids stay below 2^53 here, so JavaScript's integers hold them.
ajv.addFormat('int64', { type: 'number', validate: Number.isSafeInteger });
ajv.addSchema(description, 'github');

/** The values of one request, decoded by the description: a number where it says integer. */
export type Values = Record<string, string | number | boolean>;

/** A value against one place of the description: the message of the first violation, or null. */
function check(pointer: string[], value: unknown): string | null {
  const path = pointer.map((part) => encodeURIComponent(part.replaceAll('~', '~0').replaceAll('/', '~1')));
  const validate = ajv.getSchema(`github#/${path.join('/')}`) as ValidateFunction | undefined;
  if (!validate) throw new Error(`the description has no ${pointer.join(' ')}`);
  return validate(value) ? null : message(validate);
}

function message(validate: ValidateFunction): string {
  return ajv.errorsText(validate.errors, { dataVar: 'value' });
}

/** Decodes path or query values by their described types. Undescribed names stay text. */
export function decode(
  operation: OperationName,
  place: 'path' | 'query',
  raw: Record<string, string>,
): Values {
  const described = parameters(operation, place);
  return Object.fromEntries(
    Object.entries(raw).map(([name, text]) => {
      const schema = described.find((parameter) => parameter.name === name)?.schema;
      return [name, schema ? decodeOne(schema, text) : text];
    }),
  );
}

function decodeOne(schema: Record<string, unknown>, text: string): string | number | boolean {
  const numeric = schema['type'] === 'integer' || schema['oneOf'] !== undefined;
  if (numeric && /^-?\d+$/.test(text)) return Number(text);
  if (schema['type'] === 'boolean' && (text === 'true' || text === 'false')) return text === 'true';
  return text;
}

function parameters(operation: OperationName, place: string): Parameter[] {
  return operations[operation].parameters.filter((parameter) => parameter.in === place);
}

/**
 * Checks a decoded request against the description; null when it conforms. Stricter than GitHub in
 * one point: query parameters and body fields that the description does not know are refused, since
 * GitHub ignores them silently and a typing error would go unnoticed.
 */
export function requestViolation(
  operation: OperationName,
  request: { path: Values; query: Values; body: unknown },
): string | null {
  return (
    parametersViolation(operation, 'path', request.path) ??
    parametersViolation(operation, 'query', request.query) ??
    bodyViolation(operation, request.body)
  );
}

function parametersViolation(operation: OperationName, place: 'path' | 'query', values: Values) {
  const described = parameters(operation, place);
  for (const name of Object.keys(values)) {
    if (!described.some((parameter) => parameter.name === name)) return `${place} ${name} is not described`;
  }
  for (const [index, parameter] of operations[operation].parameters.entries()) {
    if (parameter.in !== place) continue;
    if (!(parameter.name in values)) {
      if (parameter.required) return `${place} ${parameter.name} is required`;
      continue;
    }
    const pointer = ['operations', operation, 'parameters', String(index), 'schema'];
    const wrong = check(pointer, values[parameter.name]);
    if (wrong !== null) return `${place} ${parameter.name}: ${wrong}`;
  }
  return null;
}

function bodyViolation(operation: OperationName, body: unknown): string | null {
  const { body: schema, bodyRequired } = operations[operation];
  if (body === undefined) return bodyRequired === true ? 'body is required' : null;
  if (schema === undefined) return isEmptyObject(body) ? null : 'body is not described';
  const wrong = check(['operations', operation, 'body'], body);
  if (wrong !== null) return `body: ${wrong}`;
  const known = schema['properties'] as Record<string, unknown> | undefined;
  const strange = Object.keys(body as object).find((name) => known && !(name in known));
  return strange === undefined ? null : `body ${strange} is not described`;
}

function isEmptyObject(value: unknown): boolean {
  return typeof value === 'object' && value !== null && Object.keys(value).length === 0;
}

/** Checks an answer of ours; null when it conforms. `body` is undefined for an answer without one. */
export function responseViolation(operation: OperationName, status: number, body: unknown): string | null {
  const { responses } = operations[operation];
  if (status >= 400 && !(status in responses)) return check(['schemas', 'basic-error'], body);
  if (!(status in responses)) return `status ${status} is not described`;
  if (responses[status] === null) return body === undefined ? null : `status ${status} has no body`;
  return check(['operations', operation, 'responses', String(status)], body);
}

/** Checks the payload of a webhook (`issue_comment.created`); null when it conforms. */
export function webhookViolation(name: WebhookName, payload: unknown): string | null {
  return check(['webhooks', name], payload);
}

/** Whether the description lets this event be sent. */
export function isDescribedWebhook(name: string): name is WebhookName {
  return name in description.webhooks;
}
