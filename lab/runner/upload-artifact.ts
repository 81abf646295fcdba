import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { relative, resolve } from 'node:path';
import { buffer } from 'node:stream/consumers';

import { ZipFile } from 'yazl';

import { flag, onlyInputs } from './built-in-inputs.ts';
import type { Status } from './expression.ts';
import { findFiles } from './find-files.ts';
import type { StepRun } from './job-state.ts';
import { WorkflowProblem } from './workflow-problem.ts';

const INPUTS = [
  'name',
  'path',
  'if-no-files-found',
  'retention-days',
  'include-hidden-files',
  'overwrite',
  'compression-level',
];

/**
 * actions/upload-artifact: a zip of what `path` names, kept with the run. Symbolic links are followed and
 * nothing is masked, as in the real one.
 */
export async function uploadArtifact(run: StepRun, inputs: Map<string, string>): Promise<Status> {
  const { job } = run;
  onlyInputs('actions/upload-artifact', inputs, INPUTS);
  const name = inputs.get('name') || 'artifact';
  if (/["":<>|*?\r\n\\/]/.test(name)) throw new WorkflowProblem(`The artifact name is not valid: ${name}`);
  const path = inputs.get('path') ?? '';
  if (path === '') throw new WorkflowProblem('Input required and not supplied: path');
  const patterns = path
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '' && !line.startsWith('#'));
  const found = findFiles(job.machine.workspace, patterns, flag(inputs, 'include-hidden-files', false));
  if (found.files.length === 0) return noFiles(run, path, inputs.get('if-no-files-found') || 'warn');
  if (job.run.artifacts.has(name) && !flag(inputs, 'overwrite', false)) {
    throw new WorkflowProblem(
      `Conflict: an artifact with the name '${name}' already exists on the workflow run`,
    );
  }
  const zip = await pack(found.root, found.files);
  job.run.artifacts.set(name, zip);
  run.outputs.set('artifact-id', String(job.run.artifacts.size));
  run.outputs.set('artifact-digest', createHash('sha256').update(zip).digest('hex'));
  run.outputs.set('artifact-url', artifactUrl(run));
  job.log(
    `Artifact ${name} has been successfully uploaded! ${found.files.length} file(s), ${zip.length} bytes`,
  );
  return 'success';
}

function artifactUrl({ job }: StepRun): string {
  const { repository, urls, run } = job.run.order;
  const base = `${urls.server}/${repository.owner}/${repository.name}`;
  return `${base}/actions/runs/${run.id}/artifacts/${job.run.artifacts.size}`;
}

function noFiles(run: StepRun, path: string, behaviour: string): Status {
  const message = `No files were found with the provided path: ${path}. No artifacts will be uploaded.`;
  if (behaviour === 'error') throw new WorkflowProblem(message);
  if (behaviour === 'warn') run.job.log(`##[warning]${message}`);
  else if (behaviour === 'ignore') run.job.log(message);
  else throw new WorkflowProblem(`Unrecognized if-no-files-found input: ${behaviour}`);
  return 'success';
}

async function pack(root: string, files: readonly string[]): Promise<Buffer> {
  const zip = new ZipFile();
  for (const file of files) {
    const inside = relative(root, resolve(file));
    if (/[":<>|*?\r\n]/.test(inside))
      throw new WorkflowProblem(`The path for an artifact file is not valid: ${inside}`);
    zip.addBuffer(readFileSync(file), inside);
  }
  zip.end();
  return buffer(zip.outputStream);
}
