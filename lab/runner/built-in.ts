import { checkout } from './checkout.ts';
import { downloadArtifact } from './download-artifact.ts';
import type { Status } from './expression.ts';
import type { StepRun } from './job-state.ts';
import { uploadArtifact } from './upload-artifact.ts';

/** An action done by the runner itself. Inputs are evaluated and their names lower case; no default is set. */
export type BuiltIn = (run: StepRun, inputs: Map<string, string>, ref: string) => Promise<Status>;

/** GitHub's own actions that this stand-in does itself, unless the table of actions names a folder. */
export const BUILT_IN: ReadonlyMap<string, BuiltIn> = new Map<string, BuiltIn>([
  ['actions/checkout', checkout],
  ['actions/upload-artifact', uploadArtifact],
  ['actions/download-artifact', downloadArtifact],
  [
    'actions/setup-node',
    async (run) => {
      run.job.log(`the stand-in's setup-node changes nothing: Node ${process.version} is on PATH`);
      return 'success';
    },
  ],
]);
