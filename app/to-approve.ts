import type { CallToApprove } from '../core/approval/call.ts';
import type { Capability } from '../core/profile/capabilities.ts';
import type { Plan } from '../core/profile/plan.ts';

/** A plan that a person has to agree to, and the configuration it was compiled from. */
export type ToApprove = {
  plan: Plan;
  capabilities: ReadonlySet<Capability>;
  configBlob: string;
  /** The one call that it is about, if any. */
  call?: CallToApprove;
};
