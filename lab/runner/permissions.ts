import type { Permissions } from './job-order.ts';
import { WorkflowProblem } from './workflow-problem.ts';
import { asMapping, asText } from './yaml-shape.ts';

/** Every permission a workflow may ask for, as written in YAML. */
const KNOWN = [
  'actions',
  'artifact-metadata',
  'attestations',
  'checks',
  'contents',
  'deployments',
  'discussions',
  'id-token',
  'issues',
  'models',
  'packages',
  'pages',
  'pull-requests',
  'repository-projects',
  'security-events',
  'statuses',
  'vulnerability-alerts',
];

/**
 * What a job's token may do, by the API's names (`pull_requests`, not `pull-requests`). Naming one
 * permission sets all others to none; naming nothing at all gives GitHub's restricted default.
 * `metadata: read` cannot be taken away.
 */
export function readPermissions(value: unknown, where: string): Permissions {
  if (value === undefined) return { metadata: 'read', contents: 'read', packages: 'read' };
  if (value === 'read-all') return everything('read');
  if (value === 'write-all') return everything('write');
  const asked: Permissions = { metadata: 'read' };
  for (const [name, held] of Object.entries(asMapping(value ?? {}, `${where}.permissions`))) {
    if (!KNOWN.includes(name)) {
      throw new WorkflowProblem(
        `${where}.permissions: '${name}' is not a permission; known: ${KNOWN.join(', ')}`,
      );
    }
    const level = asText(held, `${where}.permissions.${name}`);
    if (level !== 'read' && level !== 'write' && level !== 'none') {
      throw new WorkflowProblem(`${where}.permissions.${name}: '${level}' must be read, write or none`);
    }
    if (level !== 'none') asked[apiName(name)] = level;
  }
  return asked;
}

function everything(level: 'read' | 'write'): Permissions {
  const all = KNOWN.filter((name) => level === 'write' || name !== 'id-token');
  return { metadata: 'read', ...Object.fromEntries(all.map((name) => [apiName(name), level])) };
}

function apiName(name: string): string {
  return name.replaceAll('-', '_');
}
