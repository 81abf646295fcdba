import assert from 'node:assert/strict';
import { test } from 'node:test';
import { statement } from '../src/statement.js';

test('shows the newest entry first', () => {
  const entries = [
    { from: 'alice', to: 'bob', cents: 1 },
    { from: 'bob', to: 'alice', cents: 2 },
  ];
  assert.equal(statement({ entries }, 'alice')[0].cents, 2);
});
