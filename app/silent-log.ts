import type { Probot } from 'probot';

const nothing = (): void => {};
const silent = {
  level: 'silent',
  trace: nothing,
  debug: nothing,
  info: nothing,
  warn: nothing,
  error: nothing,
  fatal: nothing,
  child: () => silent,
};

/** A log for Probot that keeps nothing: its lines carry headers and bodies. */
export const silentLog = silent as unknown as NonNullable<ConstructorParameters<typeof Probot>[0]>['log'];
