import { both } from '../step.ts';

/** Up to when something was looked at, and the deliveries that GitHub was asked to send again. */
export const RECONCILING = both(`
  CREATE TABLE watermarks (
    name TEXT PRIMARY KEY,
    at   INTEGER NOT NULL
  ) STRICT;

  CREATE TABLE redeliveries (
    delivery TEXT PRIMARY KEY,
    asked_at INTEGER NOT NULL
  ) STRICT;
`);
