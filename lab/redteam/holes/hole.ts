import type { Layers } from '../../../action/caged-job.ts';
import type { StepOrder } from '../order.ts';

/** Takes one thing away from the layers, and nothing else. */
export type Hole = (layers: Layers, order: StepOrder) => Layers;

/** The very members of the layers that a hole replaces. */
export function replacing(change: (layers: Layers, order: StepOrder) => Partial<Layers>): Hole {
  return (layers, order) => ({ ...layers, ...change(layers, order) });
}
