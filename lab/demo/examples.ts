import { ciFailure } from './examples/ci-failure.ts';
import { fleet } from './examples/fleet.ts';
import { group } from './examples/group.ts';
import { patch } from './examples/patch.ts';
import { review } from './examples/review.ts';
import { galleryExamples } from './gallery.ts';
import type { Example } from './scene.ts';

/** What `dispatch start --example` shows: five scenes, and what each of the ready agents does. */
export const EXAMPLES: readonly Example[] = [review, patch, ciFailure, fleet, group, ...galleryExamples()];
