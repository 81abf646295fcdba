import { anthropic } from './anthropic.ts';
import { apps } from './apps.ts';
import { aws } from './aws.ts';
import { azure } from './azure.ts';
import { chat } from './chat.ts';
import { ci } from './ci.ts';
import { cloud } from './cloud.ts';
import { cryptoMaterial } from './crypto-material.ts';
import { databases } from './databases.ts';
import { github } from './github.ts';
import { gitlab } from './gitlab.ts';
import { google } from './google.ts';
import { identity } from './identity.ts';
import type { Kind } from './kind.ts';
import { models } from './models.ts';
import { monitoring } from './monitoring.ts';
import { payments } from './payments.ts';
import { registries } from './registries.ts';

/** Every kind of secret the gate knows by its shape. A family's file missing here fails a test. */
export const kinds: readonly Kind[] = [
  ...anthropic,
  ...github,
  ...aws,
  ...azure,
  ...google,
  ...models,
  ...chat,
  ...payments,
  ...registries,
  ...gitlab,
  ...ci,
  ...cloud,
  ...databases,
  ...monitoring,
  ...cryptoMaterial,
  ...apps,
  ...identity,
];
