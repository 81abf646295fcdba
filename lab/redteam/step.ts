import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { layers } from '../../action/caged-job.ts';
import { step } from '../../action/step.ts';
import { witness } from './evidence.ts';
import { hashedOnce } from './hashed-once.ts';
import { withHoles } from './holes/table.ts';
import { takeManifest, type Manifest } from './manifest.ts';
import type { StepOrder, WrittenOrder } from './order.ts';
import { traceName } from './values.ts';
import { watched } from './watched-layers.ts';

/**
 * The program of an attacked step: the story of the action itself, with the holes that were ordered and with
 * witnesses on its layers. Returns the exit code of the step.
 */
export async function attackedStep(
  orderFile: string,
  given: Pick<StepOrder, 'checkout' | 'temp' | 'environment'>,
): Promise<number> {
  const written = JSON.parse(readFileSync(orderFile, 'utf8')) as WrittenOrder;
  const order: StepOrder = { ...written, ...given };
  const { checkout, temp } = given;
  const see = (seen: Parameters<typeof witness>[1]) => witness(order.evidence, seen);
  const manifests = () => takeAll(order);
  see({ kind: 'began', checkout, temp, manifests: manifests() });
  const hashCli = hashedOnce(order.knownHash, layers.hashCli);
  const holed = withHoles(order.holes, { ...layers, hashCli }, order);
  const tracesIn = (copy: string) =>
    order.markers.filter((name) => existsSync(join(copy, traceName(name, order.run))));
  const exitCode = await step(watched(holed, see, tracesIn));
  see({ kind: 'ended', manifests: manifests(), exitCode });
  return exitCode;
}

/** What a run itself makes below RUNNER_TEMP, and the runner's files for the step's outputs. */
const OUR_OWN = /^(agent-dispatch-|_runner_file_commands$|[0-9a-f-]{36}\.sh$)/;

function takeAll({ outside, home, checkout, temp }: StepOrder): Record<string, Manifest> {
  return {
    checkout: takeManifest(checkout),
    home: takeManifest(home),
    outside: takeManifest(outside),
    temp: takeManifest(temp, (name) => OUR_OWN.test(name)),
  };
}
