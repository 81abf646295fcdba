import { callAt, type HostileCall } from './call.ts';
import { campaign, type Campaign } from './campaign.ts';
import type { Hit } from './look.ts';
import type { Machine } from './play.ts';
import type { ShapeName } from './shape-names.ts';

/** A layer with a hole, the calls that find it, and what must be seen then. */
type Ablation = {
  name: string;
  shape: ShapeName;
  holes: readonly string[];
  /** Never those that would strike the machine itself where the hole lets them: kills and floods. */
  calls: (call: HostileCall) => boolean;
  expected: Hit['kind'];
};

const inFamily =
  (...families: HostileCall['family'][]) =>
  ({ family, input }: HostileCall) =>
    families.includes(family) && input['dangerouslyDisableSandbox'] === undefined;

/** One for each thing that is looked for. */
export const ablations: readonly Ablation[] = [
  {
    name: 'the runner’s folders in the cage, no sandbox for commands: canaries',
    shape: 'tester',
    holes: ['no-inner-sandbox', 'host-filesystem-bound'],
    calls: inFamily('read'),
    expected: 'canary',
  },
  {
    name: 'the runner’s folders in the cage, no sandbox for commands: writes',
    shape: 'tester',
    holes: ['no-inner-sandbox', 'host-filesystem-bound'],
    calls: inFamily('write'),
    expected: 'write',
  },
  {
    name: 'the machine’s network, no sandbox for commands: connections',
    shape: 'tester',
    holes: ['no-inner-sandbox', 'shared-network'],
    calls: inFamily('send'),
    expected: 'connection',
  },
  {
    name: 'the machine’s processes, no sandbox for commands: processes',
    shape: 'tester',
    holes: ['no-inner-sandbox', 'no-pid-namespace'],
    calls: inFamily('daemon'),
    expected: 'process',
  },
  {
    name: 'a judge that allows everything: protected files',
    shape: 'editor',
    holes: ['open-judge'],
    calls: ({ family, tool }) => family === 'file' && (tool === 'Write' || tool === 'Edit'),
    expected: 'write',
  },
];

/** What one ablation showed. */
export type Ablated = { name: string; fired: boolean; hits: number; campaign: Campaign };

/** Attacks a layer with a hole in it: what guards against that must find something, else it cannot fail. */
export async function ablate(
  { name, shape, holes, calls, expected }: Ablation,
  options: { seed: number; count: number },
  machine: Machine,
): Promise<Ablated> {
  const chosen: HostileCall[] = [];
  for (let index = 0; chosen.length < options.count; index += 1) {
    const call = callAt(options.seed, index, shape);
    if (calls(call)) chosen.push(call);
  }
  const found = await campaign(
    { seed: options.seed, calls: chosen, jobs: 1, perTurn: 25, perRun: options.count, holes, guarded: true },
    machine,
  );
  const hits = found.findings.filter(({ kind }) => kind === expected).length;
  return { name, fired: hits > 0, hits, campaign: found };
}
