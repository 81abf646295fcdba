import type { Result } from '../../core/output/result.ts';
import { sha256 } from '../../edge/keys/digest.ts';
import { CONFIG, makePullWorld } from './pull-world.ts';
import { goodResult, zipOf, type Play } from './world.ts';

const WRITER = `version: 1
agents:
  writer:
    description: Writes reports
    system_prompt: You write.
    tools: [Read, Write]
    outputs: [comment, labels: { allow: [bug] }, artifact: { files: 2, file_kb: 2, max_kb: 3 }]
`;

type Lies = {
  /** What is handed in, instead of just these files. */
  items?: readonly object[];
  /** The list of the result, or what of its entries is another. */
  kept?: object | null;
  entry?: object;
  /** Files of the zip besides those, null for those that are left out. */
  beside?: Record<string, string | null>;
};

/** What a run leaves that keeps these files, by name; as far as nothing else is said of it. */
export function keeping(
  files: Record<string, string>,
  { items, kept, entry = {}, beside = {} }: Lies = {},
): Play {
  return async (claims) => {
    const names = Object.keys(files);
    const asked = { kind: 'artifact' as const, files: names.map((name) => ({ name, path: `out/${name}` })) };
    const listed = names.map((name) => {
      const text = files[name] ?? '';
      return { name, bytes: Buffer.byteLength(text), sha256: sha256(text), ...entry };
    });
    const more = {
      outputs: items ?? [asked],
      ...(kept === null ? {} : { kept: kept ?? { became: 'kept', files: listed } }),
    } as Partial<Result>;
    const all: Record<string, string | null> = {
      'result.json': JSON.stringify(goodResult(claims, more)),
      ...Object.fromEntries(names.map((name) => [`files/${name}`, files[name] ?? ''])),
      ...beside,
    };
    const left = Object.entries(all).flatMap(([name, text]) => (text === null ? [] : [[name, text]]));
    const zip = await zipOf(Object.fromEntries(left) as Record<string, string>);
    return { conclusion: 'success', artifacts: [{ name: 'agent-dispatch', zip }] };
  };
}

/** What the app says of a run that leaves this. */
export async function makeFilesWorld(play: Play) {
  const { world } = await makePullWorld({ play, files: { [CONFIG]: WRITER } });
  await world.says('wanda', '/dispatch writer write it');
  return { world, told: world.answers()[0]?.body ?? '' };
}
