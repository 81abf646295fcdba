import { expect, test } from 'vitest';
import { mayBeKept, alwaysKept, readDelivery } from '../../app/deliveries.ts';
import { readDeploymentEvent } from '../../app/deployment-event.ts';

const callback = 'https://api.github.com/repos/Acme/app/actions/runs/9/deployment_protection_rule';
const payload = {
  action: 'requested',
  environment: 'production',
  deployment_callback_url: callback,
  deployment: { id: 4 },
  repository: { id: 42, name: 'app', full_name: 'acme/app', owner: { login: 'acme' } },
  installation: { id: 5 },
};
const keyOf = (differing: object) => {
  const body = Buffer.from(JSON.stringify({ ...payload, ...differing }));
  return readDelivery('guid', 'deployment_protection_rule', body)?.contentKey;
};

test('a request names a run of its own repository, and an environment', () => {
  const event = {
    installationId: 5,
    repositoryId: 42,
    name: { owner: 'acme', repo: 'app' },
    runId: 9,
    environment: 'production',
  };
  expect(readDeploymentEvent(payload)).toEqual(event);
  const server = { deployment_callback_url: callback.replace('api.github.com', 'ghe.test/api/v3') };
  expect(readDeploymentEvent({ ...payload, ...server })).toEqual(event);
});

test('it is known by its run and its deployment, and by its GUID where there is none', () => {
  expect(keyOf({})).toBe('42:deployment:9:4');
  expect(keyOf({ deployment: null })).toBe('42:deployment:9:guid');
  expect(mayBeKept('deployment_protection_rule', 'requested')).toBe(true);
  expect(alwaysKept('deployment_protection_rule', 'requested')).toBe(false);
});

const at = (path: string) => ({ deployment_callback_url: `https://api.github.com${path}` });
test.each<[string, object]>([
  ["another repository's run", at('/repos/acme/other/actions/runs/9/deployment_protection_rule')],
  ["another owner's run", at('/repos/evil/app/actions/runs/9/deployment_protection_rule')],
  ['a way around', at('/repos/acme/app/../other/actions/runs/9/deployment_protection_rule')],
  ['an encoded way around', at('/repos/acme/app%2f..%2fother/actions/runs/9/deployment_protection_rule')],
  ['a query', at('/repos/acme/app/actions/runs/9/deployment_protection_rule?x')],
  ['a fragment', at('/x#/repos/acme/app/actions/runs/9/deployment_protection_rule')],
  ['a line below', at('/repos/acme/app/actions/runs/9/deployment_protection_rule\n')],
  ['another route', at('/repos/acme/app/actions/runs/9/cancel')],
  ['run 0', at('/repos/acme/app/actions/runs/0/deployment_protection_rule')],
  ['a run that is no number', at('/repos/acme/app/actions/runs/9e3/deployment_protection_rule')],
  [
    'a run beyond all numbers',
    at(`/repos/acme/app/actions/runs/${'9'.repeat(16)}/deployment_protection_rule`),
  ],
  ['no web address', { deployment_callback_url: callback.replace('https', 'file') }],
  ['no address', { deployment_callback_url: null }],
  ['another action', { action: 'answered' }],
  ['no environment', { environment: '' }],
  ['an environment without end', { environment: 'e'.repeat(256) }],
  ['no installation', { installation: undefined }],
  ['no repository', { repository: undefined }],
])('%s is nothing we answer', (_, differing) => {
  expect(readDeploymentEvent({ ...payload, ...differing })).toBeNull();
  expect(keyOf(differing)).toBeUndefined();
});
