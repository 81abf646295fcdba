import type { z } from 'zod';
import { merge } from './merge.ts';
import { WrittenConfig } from './written.ts';

export type { Agent, InvokeRole } from './agent.ts';

/** `.github/dispatch.yml`: parsing it validates the file and merges the defaults into every agent. */
export const Config = WrittenConfig.transform(merge);

/** The whole configuration. `agents` has no prototype, so a lookup never finds an inherited name. */
export type Config = z.infer<typeof Config>;
