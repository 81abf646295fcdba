import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { storeTools } from '../../core/fleet/store/store-tools.ts';
import { STORE_LIMITS } from '../../core/fleet/store/store.ts';

const page = readFileSync(new URL('../../docs/fleet.md', import.meta.url), 'utf8');

test('docs/fleet.md names every tool of the store, and its limits as they are', () => {
  for (const name of Object.keys(storeTools)) expect(page).toContain(`\`${name}\``);
  const { valueBytes, bytes, keys, actorKeys, actorBytes, actorLeases, leaseSeconds } = STORE_LIMITS;
  expect(page).toContain(
    `A value has up to ${valueBytes / 1024} KiB, the store ${keys} keys and ${bytes / 1_048_576} MiB, ` +
      `of which one member may hold ${actorKeys} keys, ${actorBytes / 1024} KiB and ${actorLeases} leases.`,
  );
  expect(page).toContain(`holds a key for up to ${leaseSeconds} seconds`);
});
