import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { buffer } from 'node:stream/consumers';

import { fromBufferPromise } from 'yauzl';

import { onlyInputs } from './built-in-inputs.ts';
import type { Status } from './expression.ts';
import type { StepRun } from './job-state.ts';
import { unsupported, WorkflowProblem } from './workflow-problem.ts';

/** actions/download-artifact: unpacks one artifact of this run into `path`, or each into a folder of its name. */
export async function downloadArtifact(run: StepRun, inputs: Map<string, string>): Promise<Status> {
  const { job } = run;
  onlyInputs('actions/download-artifact', inputs, ['name', 'path', 'pattern']);
  const into = resolve(job.machine.workspace, inputs.get('path') ?? '');
  const name = inputs.get('name') ?? '';
  if (name === '') {
    const wanted = fitting(inputs.get('pattern') ?? '*');
    for (const [each, zip] of job.run.artifacts) if (wanted(each)) await unpack(zip, join(into, each));
  } else {
    const zip = job.run.artifacts.get(name);
    if (!zip) {
      throw new WorkflowProblem(`Unable to download artifact(s): Artifact not found for name: ${name}`);
    }
    await unpack(zip, into);
  }
  run.outputs.set('download-path', into);
  job.log(`Artifact download has finished successfully: ${name || 'all artifacts'}`);
  return 'success';
}

/** Names that fit a pattern, of which a star is all that is known here. */
function fitting(pattern: string): (name: string) => boolean {
  if (!/^[\w*.-]+$/.test(pattern)) throw unsupported(`'pattern: ${pattern}'`, 'actions/download-artifact');
  const whole = new RegExp(`^${pattern.replaceAll('.', '\\.').replaceAll('*', '.*')}$`);
  return (name) => whole.test(name);
}

/** A name that would leave the folder is refused by the zip reader itself. */
async function unpack(zip: Buffer, folder: string): Promise<void> {
  const archive = await fromBufferPromise(zip);
  for await (const entry of archive.eachEntry()) {
    const target = join(folder, entry.fileName);
    mkdirSync(entry.fileName.endsWith('/') ? target : dirname(target), { recursive: true });
    if (entry.fileName.endsWith('/')) continue;
    writeFileSync(target, await buffer(await archive.openReadStreamPromise(entry)));
  }
}
