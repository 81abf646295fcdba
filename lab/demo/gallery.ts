import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { z } from 'zod';
import { readyAgents, type ReadyAgent } from '../gallery.ts';
import { lastToolResults, Turn, type TurnFunction } from '../model/script.ts';
import { substitute } from '../redteam/substitute.ts';
import { makeLayered } from './make-repository.ts';
import { thought } from './pace.ts';
import type { Example } from './scene.ts';

/** The scripted demonstration of a ready agent: `demo.yaml` in its folder. */
export const Demonstration = z.strictObject({
  summary: z.string().min(1),
  thread: z.strictObject({ title: z.string(), body: z.string().default('') }),
  failed: z
    .strictObject({
      event: z.string(),
      workflow: z.string(),
      job: z.string(),
      step: z.string(),
      log: z.string(),
    })
    .optional(),
  comment: z.string().startsWith('/dispatch '),
  /** Folders of `files`, and more files beside them. */
  main: z.array(z.string()).min(1),
  files: z.record(z.string(), z.string()).default({}),
  pull: z.strictObject({ branch: z.string(), layers: z.array(z.string()), message: z.string() }).optional(),
  brings: z.enum(['review', 'patch', 'answer']),
  /** A regular expression that what the command prints matches, once the demonstration did what it shows. */
  shows: z.string().min(1),
  /** The answers; `${last}` is what the calls of the one before gave back. */
  turns: z.array(Turn).min(1),
  /** The answers to agents that it starts, by words of their system prompts. */
  workers: z.record(z.string(), z.array(Turn).min(1)).default({}),
});
export type Demonstration = z.infer<typeof Demonstration>;

/** Reads the demonstration of a ready agent. Throws where the file is none. */
export function readDemonstration({ folder }: ReadyAgent): Demonstration {
  return Demonstration.parse(parse(readFileSync(join(folder, 'demo.yaml'), 'utf8')));
}

/** The ready agents as examples of `dispatch start`. */
export function galleryExamples(): Example[] {
  return readyAgents().map((agent) => {
    const demonstration = readDemonstration(agent);
    const { summary, thread, failed, comment, main, files, pull, brings } = demonstration;
    return {
      name: agent.name,
      summary,
      thread,
      ...(failed && { failed }),
      comment,
      notes: brings === 'patch' ? [MAY_PUSH] : [],
      make: (root) => makeLayered(root, { main, files, agents: agent.config, ...(pull && { pull }) }),
      model: scripted(demonstration),
      brings,
      ...(brings === 'patch' && { permissions: { contents: 'write' } }),
    };
  });
}

/** The scripts of the agent and of its workers, who are known by their system prompts. */
function scripted({ turns, workers }: Demonstration): TurnFunction {
  return (request, turnIndex) => {
    const system = JSON.stringify(request.system ?? '');
    const [, own = turns] = Object.entries(workers).find(([words]) => system.includes(words)) ?? [];
    const last = lastToolResults(request)
      .map(({ text }) => text)
      .join('\n')
      .trim();
    const turn = substitute(own[turnIndex] ?? { text: 'Done.' }, (name) =>
      name === 'last' ? last : undefined,
    );
    return { ...thought({}, 2000 + 600 * turnIndex, 150), ...turn };
  };
}

/** Said where a branch is pushed. */
export const MAY_PUSH =
  'The App has `contents: write` here, which app.yml does not ask for: pushing a branch needs it.';
