import { ciFailure } from './examples/ci-failure.ts';
import { fleet } from './examples/fleet.ts';
import { patch } from './examples/patch.ts';
import { review } from './examples/review.ts';
import type { Example } from './scene.ts';

/** What `dispatch start --example` shows. */
export const EXAMPLES: readonly Example[] = [review, patch, ciFailure, fleet];
