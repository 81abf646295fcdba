import { z } from 'zod';

const path = z.string().min(1).max(4096);
const count = z.number().int().min(0).max(10_000_000);

/**
 * The input of each tool of the pinned CLI that an agent may be given: a closed schema, so that a
 * field we do not know is a denial and not a surprise. Source: the tool definitions that the CLI sends
 * to the model, which a contract test compares; Bash's `description` and `run_in_background` are offered
 * by it in other settings.
 */
export const toolInputs = {
  Read: z.strictObject({
    file_path: path,
    offset: count.optional(),
    limit: count.optional(),
    pages: z.string().max(64).optional(),
    allow_large: z.boolean().optional(),
  }),
  Grep: z.strictObject({
    pattern: z.string().max(10_000),
    path: path.optional(),
    glob: z.string().max(1000).optional(),
    type: z.string().max(64).optional(),
    output_mode: z.enum(['content', 'files_with_matches', 'count']).optional(),
    '-A': count.optional(),
    '-B': count.optional(),
    '-C': count.optional(),
    context: count.optional(),
    '-n': z.boolean().optional(),
    '-i': z.boolean().optional(),
    '-o': z.boolean().optional(),
    head_limit: count.optional(),
    offset: count.optional(),
    multiline: z.boolean().optional(),
  }),
  Glob: z.strictObject({ pattern: z.string().min(1).max(1000), path: path.optional() }),
  Edit: z.strictObject({
    file_path: path,
    old_string: z.string(),
    new_string: z.string(),
    replace_all: z.boolean().optional(),
  }),
  Write: z.strictObject({ file_path: path, content: z.string() }),
  Bash: z.strictObject({
    command: z.string().min(1),
    description: z.string().max(10_000).optional(),
    timeout: count.optional(),
    run_in_background: z.boolean().optional(),
    dangerouslyDisableSandbox: z.boolean().optional(),
    allowed_domains: z.array(z.string().max(260)).max(100).optional(),
  }),
  WebFetch: z.strictObject({
    url: z.string().min(1).max(2000),
    prompt: z.string().max(20_000),
    offset: count.optional(),
  }),
  Agent: z.strictObject({
    description: z.string().max(200),
    prompt: z.string().min(1).max(100_000),
    subagent_type: z.string().max(100).optional(),
    model: z.string().max(100).optional(),
    effort: z.enum(['low', 'medium', 'high', 'xhigh', 'max']).optional(),
    isolation: z.string().max(100).optional(),
  }),
} as const;

/** A tool whose input we can judge. */
export type KnownTool = keyof typeof toolInputs;

/** Tells whether we hold a schema for `tool`. */
export function isKnownTool(tool: string): tool is KnownTool {
  return Object.hasOwn(toolInputs, tool);
}
