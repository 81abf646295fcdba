import type { Refusal } from '../refusal.ts';

/** A decision against a command. `reply: false` means deliberate silence, at most a reaction. */
export type Denied = Refusal & { readonly reply: boolean };
