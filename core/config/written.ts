import { z } from 'zod';
import { ownFields, sharedFields } from './fields.ts';
import { WrittenGroup } from './group.ts';
import { agentNamePattern } from './names.ts';
import { WrittenCaps } from '../caps/caps.ts';
import { WrittenBudgets } from './written-budgets.ts';

/** What `defaults` or an agent may say about the shared keys, before anything is merged. */
export const Shared = z.strictObject(sharedFields).partial();
export type Shared = z.infer<typeof Shared>;

/** An agent as it is written in the file. */
export const WrittenAgent = z.strictObject({
  description: ownFields.description,
  system_prompt: ownFields.system_prompt.optional(),
  system_prompt_file: ownFields.system_prompt_file.optional(),
  mcp_servers: ownFields.mcp_servers.optional(),
  output_schema: ownFields.output_schema.optional(),
  may_dispatch: ownFields.may_dispatch.optional(),
  fleet: ownFields.fleet.optional(),
  ...Shared.shape,
});
export type WrittenAgent = z.infer<typeof WrittenAgent>;

/** What the repository says of texts that look like secrets; known ones are none of its business. */
export const WrittenRedact = z.strictObject({
  allow: z
    .array(z.string().regex(/^sha256:[0-9a-f]{64}$/))
    .max(200)
    .meta({ uniqueItems: true })
    .describe(
      'Texts that look like secrets and are none, as SHA-256: `printf %s TEXT | sha256sum`, with sha256: before it. ' +
        '`dispatch redact --explain` prints them. A secret of the run is masked all the same.',
    )
    .optional(),
  on_shape: z
    .enum(['mask', 'withhold'])
    .describe(
      'What becomes of a text with something in it that looks like a secret. mask: that is masked. withhold: ' +
        'nothing of the run is published. Default: mask.',
    )
    .optional(),
});

/** The file as it is written: `.github/dispatch.yml`, parsed but not merged. */
export const WrittenConfig = z.strictObject({
  version: z.literal(1).describe('The version of this file’s format. Always 1.'),
  defaults: Shared.describe('Values for every agent that does not set its own.').optional(),
  agents: z
    .record(
      z.string().regex(agentNamePattern),
      WrittenAgent.describe('One agent: `/dispatch <name> <task>`.'),
    )
    .refine((agents) => Object.keys(agents).length > 0)
    .describe('The agents by name: lower-case letters, digits and hyphens, at most 32 characters.'),
  groups: z
    .record(
      z.string().regex(agentNamePattern),
      WrittenGroup.describe('One group: `/dispatch <name> <task>`, like an agent.'),
    )
    .describe(
      'Agents of this file that work on one task together, by the name of the group; see docs/groups.md. No agent bears the ' +
        'same name.',
    )
    .optional(),
  redact: WrittenRedact.describe(
    'What is masked in texts that leave a run, beyond known secrets.',
  ).optional(),
  budgets: WrittenBudgets.describe(
    'What runs that comments start may cost together, in US dollars: 5, 0.25 or $5. Kept by the app.',
  ).optional(),
  caps: WrittenCaps.describe(
    'How many jobs comments may start within an hour. They only make the limits of whoever runs the app stricter.',
  ).optional(),
});
export type WrittenConfig = z.infer<typeof WrittenConfig>;
