import type { Document } from '../../redact/document.ts';
import type { JobView, State } from '../status-comment.ts';

/** A place where a run's outcome is told. */
export type OutputKind = {
  readonly name: string;
  /** One line for the documentation. */
  readonly description: string;
  /** The words, still to pass the gate. */
  readonly write: (job: JobView, state: State) => Document;
};
