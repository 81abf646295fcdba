import { comment } from './comment.ts';
import type { OutputKind } from './kind.ts';

/** Every kind of output an agent's profile may name under `outputs`. */
export const outputKinds: readonly OutputKind[] = [comment];
