import { readFile } from 'node:fs/promises';
import { parse } from 'yaml';
import { z } from 'zod';
import { configDocs } from '../../core/config/config-docs.ts';
import { jsonSchema } from '../../core/config/json-schema.ts';
import { writtenKinds } from '../../core/output/kinds/table.ts';
import { failureDocs } from '../../core/failure/failure-docs.ts';
import { outputDocs } from '../../core/output/output-docs.ts';
import { costDocs } from '../../core/pricing/cost-docs.ts';
import { ruleOfTwoDocs } from '../../core/profile/rule-of-two-docs.ts';
import { policyDocs } from '../../core/policy/policy-docs.ts';
import { rules } from '../../core/policy/table.ts';
import { kindDocs } from '../../core/redact/kind-docs.ts';
import { kinds } from '../../core/redact/kinds/table.ts';
import { Fault } from '../../core/fault.ts';
import { loadScenarios, ownScenarios } from '../../lab/redteam/load-scenarios.ts';
import { rowDocs } from '../../lab/redteam/rows.ts';
import type { GeneratedFile } from './generated-file.ts';

const START = '<!-- inputs:start -->';
const END = '<!-- inputs:end -->';

const ActionFile = z.object({
  inputs: z.record(z.string(), z.object({ description: z.string(), default: z.string().optional() })),
  outputs: z.record(z.string(), z.object({ description: z.string() })),
});

/** docs/action.md with the tables of inputs and outputs made anew from the text of `action.yml`. */
export function withInputTables(page: string, actionYml: string): string {
  const start = page.indexOf(START);
  const end = page.indexOf(END);
  if (start < 0 || end < start) {
    throw new Fault(
      'workspace-unusable',
      `docs/action.md has no lines ${START} and ${END}, in this order.`,
      'Put both back where the table of inputs belongs.',
    );
  }
  const tables = inputTables(ActionFile.parse(parse(actionYml)));
  return `${page.slice(0, start + START.length)}\n\n${tables}\n\n${page.slice(end)}`;
}

/** The pages below `<root>/docs` that are written from code, and `action.md` with its tables. */
export async function docs(root: URL): Promise<GeneratedFile[]> {
  const read = (path: string) => readFile(new URL(path, root), 'utf8');
  const action = withInputTables(await read('docs/action.md'), await read('action.yml'));
  return [
    { path: 'docs/action.md', text: action },
    { path: 'docs/configuration.md', text: configDocs(jsonSchema()) },
    { path: 'docs/cost.md', text: costDocs() },
    { path: 'docs/failures.md', text: failureDocs() },
    { path: 'docs/outputs.md', text: outputDocs(writtenKinds) },
    { path: 'docs/policy.md', text: policyDocs(rules) },
    { path: 'docs/redteam-rows.md', text: rowDocs(loadScenarios([ownScenarios]).scenarios) },
    { path: 'docs/rule-of-two.md', text: ruleOfTwoDocs() },
    { path: 'docs/secret-kinds.md', text: kindDocs(kinds) },
  ];
}

function inputTables({ inputs, outputs }: z.infer<typeof ActionFile>): string {
  const inputRows = Object.entries(inputs).map(([name, input]) => [
    `\`${name}\``,
    input.default ? `\`${input.default}\`` : '',
    input.description,
  ]);
  const outputRows = Object.entries(outputs).map(([name, output]) => [`\`${name}\``, output.description]);
  return [table(['Input', 'Default', 'Meaning'], inputRows), table(['Output', 'Meaning'], outputRows)].join(
    '\n\n',
  );
}

function table(header: string[], rows: string[][]): string {
  const line = (cells: string[]) =>
    `| ${cells.map((cell) => cell.trim().replaceAll('|', '\\|')).join(' | ')} |`;
  return [line(header), line(header.map(() => '---')), ...rows.map(line)].join('\n');
}
