import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

import { checkText } from './expression.ts';
import { readSteps, type Step } from './steps.ts';
import { unsupported, WorkflowProblem } from './workflow-problem.ts';
import { asMapping, asText, type Mapping, onlyKeys, optionalText, readYaml } from './yaml-shape.ts';

export type ActionInput = { name: string; required: boolean; default?: string };

/** An action.yml as written: texts still hold their `${{ }}`. */
export type ActionFile = {
  name: string;
  inputs: ActionInput[];
  runs:
    | { kind: 'composite'; steps: Step[]; outputs: Map<string, string> }
    | { kind: 'javascript'; main: string; post?: string; postIf?: string };
};

/** Reads the action.yml or action.yaml in a folder. Throws `WorkflowProblem` naming the file and the place. */
export function readAction(folder: string, uses: string): ActionFile {
  const file = ['action.yml', 'action.yaml']
    .map((name) => join(folder, name))
    .find((path) => existsSync(path));
  if (file === undefined) {
    throw new WorkflowProblem(`uses: ${uses}: can't find 'action.yml' or 'action.yaml' under '${folder}'`);
  }
  const root = readYaml(readFileSync(file, 'utf8'), file);
  onlyKeys(root, ['name', 'description', 'author', 'branding', 'inputs', 'outputs', 'runs'], file);
  const inputs = Object.entries(asMapping(root['inputs'] ?? {}, `${file}: inputs`)).map(([name, held]) =>
    readInput(name, held, `${file}: inputs.${name}`),
  );
  return { name: asText(root['name'], file), inputs, runs: readRuns(root, file) };
}

function readInput(name: string, value: unknown, where: string): ActionInput {
  const input = asMapping(value ?? {}, where);
  onlyKeys(input, ['description', 'required', 'default', 'deprecationMessage'], where);
  const given = optionalText(input, 'default', where);
  if (given !== undefined) checkText(given, 'input default');
  const required = asText(input['required'], where).toLowerCase() === 'true';
  return { name: name.toLowerCase(), required, ...(given === undefined ? {} : { default: given }) };
}

function readRuns(root: Mapping, file: string): ActionFile['runs'] {
  const where = `${file}: runs`;
  const runs = asMapping(root['runs'], where);
  const using = asText(runs['using'], `${where}.using`).toLowerCase();
  if (using === 'composite') {
    onlyKeys(runs, ['using', 'steps'], where);
    const steps = readSteps(runs['steps'], 'composite', `${where}.steps`);
    return { kind: 'composite', steps, outputs: readOutputs(root['outputs'], `${file}: outputs`) };
  }
  if (using !== 'node20' && using !== 'node24') throw unsupported(`'using: ${using}'`, where);
  onlyKeys(runs, ['using', 'main', 'post', 'post-if'], where);
  const post = optionalText(runs, 'post', where);
  const postIf = optionalText(runs, 'post-if', where);
  return {
    kind: 'javascript',
    main: asText(runs['main'], `${where}.main`),
    ...(post === undefined ? {} : { post }),
    ...(postIf === undefined ? {} : { postIf }),
  };
}

function readOutputs(value: unknown, where: string): Map<string, string> {
  return new Map(
    Object.entries(asMapping(value ?? {}, where)).map(([name, held]) => {
      const output = asMapping(held, `${where}.${name}`);
      onlyKeys(output, ['description', 'value'], `${where}.${name}`);
      const text = asText(output['value'], `${where}.${name}.value`);
      checkText(text, 'action output');
      return [name, text];
    }),
  );
}
