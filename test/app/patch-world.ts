import { afterEach } from 'vitest';
import { listFiles, textsOf } from '../../core/output/patch/change.ts';
import type { PatchFile } from '../../core/output/patch/patch-file.ts';
import type { Result } from '../../core/output/result.ts';
import { sha256 } from '../../edge/keys/digest.ts';
import { tryGit } from '../../edge/runner/git.ts';
import { CONFIG, makePullWorld } from './pull-world.ts';
import { goodResult, zipOf, type Play, type World } from './world.ts';

/** An agent that may change files and propose that. */
export const CODER = `version: 1
agents:
  coder:
    description: Changes code
    system_prompt: You code.
    tools: [Read, Edit, Write]
    outputs: [comment, labels: { allow: [bug] }, patch: { files: 5, max_kb: 10 }]
`;

export const SOURCES = { 'src/add.js': 'one\ntwo\n', 'src/old.js': 'old\n', 'docs/a.md': 'A\n' };

export const file = (path: string, content: string, mode: '100644' | '100755' = '100644'): PatchFile => ({
  path,
  mode,
  content,
});
export const gone = (path: string): PatchFile => ({ path, mode: null, content: null });

const ASKED = { kind: 'patch', title: 'Add at last', body: 'It **adds** now.' } as const;

/** What a run leaves that proposes these files; `more` goes into its result, `beside` into its artifact (null: out of it). */
export function proposing(
  files: readonly PatchFile[],
  {
    item = {},
    more = {},
    beside = {},
  }: { item?: object; more?: Partial<Result>; beside?: Record<string, string | null> } = {},
): Play {
  return async (claims) => {
    const change = {
      became: 'made' as const,
      base: String(claims['head_sha']),
      files: listFiles(files, sha256),
    };
    const result = goodResult(claims, { outputs: [{ ...ASKED, ...item }], change, ...more });
    const all = {
      'result.json': JSON.stringify(result),
      'changes.json': textsOf(files),
      'changes.patch': 'for people',
      ...beside,
    };
    const left = Object.entries(all).flatMap(([name, text]) => (text === null ? [] : [[name, text]]));
    return {
      conclusion: 'success',
      artifacts: [
        { name: 'agent-dispatch', zip: await zipOf(Object.fromEntries(left) as Record<string, string>) },
      ],
    };
  };
}

export const WRITE = { permissions: { contents: 'write' }, events: [] };

/** A repository with some sources and that agent, in a world whose App may push. */
export async function makePatchWorld(
  play: Play,
  {
    more = WRITE,
    config = CODER,
    files = {},
  }: { more?: typeof WRITE; config?: string; files?: Record<string, string> } = {},
) {
  const { world, commit, open } = await makePullWorld({
    play,
    more,
    files: { [CONFIG]: config, ...SOURCES, ...files },
  });
  return { ...watching(world), world, commit, open };
}

export type PatchWorld = Awaited<ReturnType<typeof makePatchWorld>>;

/** Makes such worlds and ends each with its test. `after`: once the agent was asked and its run has ended. */
export function patchWorlds() {
  let made: PatchWorld | undefined;
  afterEach(async () => {
    await made?.world.end();
    made = undefined;
  });
  const make = async (...given: Parameters<typeof makePatchWorld>) => {
    made = await makePatchWorld(...given);
    return made;
  };
  const after = async (...given: Parameters<typeof makePatchWorld>) => {
    const world = await make(...given);
    await world.dispatches();
    return world;
  };
  return { make, after };
}

/** What can be seen of proposals. */
export function watching(world: World, repository = world.repository) {
  const git = async (...args: string[]) =>
    (await tryGit([`--git-dir=${world.gitDir}`, ...args], world.gitDir)).stdout.trim();
  return {
    git,
    pulls: () => [...repository.issues.values()].filter(({ pull, author }) => pull && author.type === 'Bot'),
    branches: async () =>
      (await git('for-each-ref', '--format=%(refname)', 'refs/heads/dispatch')).split('\n').filter(Boolean),
    told: (number = world.issue.number) => world.answers(number)[0]?.body ?? '',
    dispatches: (number = world.issue.number) => world.says('wanda', '/dispatch coder add it', number),
  };
}
