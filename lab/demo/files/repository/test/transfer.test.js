import assert from 'node:assert/strict';
import { test } from 'node:test';
import { transfer } from '../src/transfer.js';

test('moves money', () => {
  const ledger = {
    accounts: new Map([
      ['alice', { balance: 500 }],
      ['bob', { balance: 0 }],
    ]),
    entries: [],
  };
  transfer(ledger, 'alice', 'bob', 200);
  assert.equal(ledger.accounts.get('alice').balance, 300);
  assert.equal(ledger.accounts.get('bob').balance, 200);
});
