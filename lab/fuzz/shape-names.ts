/** The agents of `docs/examples/dispatch.yml`: the shapes of a profile that we offer. */
export const shapeNames = ['reviewer', 'planner', 'tester', 'editor'] as const;
export type ShapeName = (typeof shapeNames)[number];
