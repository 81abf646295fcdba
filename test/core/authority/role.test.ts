import { expect, test } from 'vitest';
import { atLeast, roleOf } from '../../../core/authority/role.ts';

test.each([
  [{ role_name: 'maintain', permission: 'write' }, 'maintain'],
  [{ role_name: 'triage', permission: 'read' }, 'triage'],
  [{ role_name: 'Release captain', permission: 'write' }, 'write'],
  [{ role_name: 'constructor', permission: 'read' }, 'read'],
  [{ role_name: 'none', permission: 'none' }, null],
  [{ role_name: 'Admin', permission: 'none' }, null],
  [{ permission: 'admin' }, 'admin'],
  [{ role_name: ['admin'] }, null],
  [{}, null],
])('%j is worth %j', (answer, role) => {
  expect(roleOf(answer)).toBe(role);
});

test('nobody is not even a reader', () => {
  expect(atLeast(null, 'read')).toBe(false);
});
