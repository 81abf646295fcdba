import type { tellRefusals } from '../../../edge/broker/told-refusals.ts';

/** Tells of every refusal, for whoever matches each with its request. */
export const tellEach: typeof tellRefusals = (onEvent) => ({
  tell: (request, { code, because, remedy }) => onEvent({ kind: 'refused', request, code, because, remedy }),
  flush() {},
});
