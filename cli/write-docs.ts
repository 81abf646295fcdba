import { readFile, writeFile } from 'node:fs/promises';
import { parse } from 'yaml';
import { z } from 'zod';
import { configDocs } from '../core/config/config-docs.ts';
import { jsonSchema } from '../core/config/json-schema.ts';
import { writtenKinds } from '../core/output/kinds/table.ts';
import { failureDocs } from '../core/failure/failure-docs.ts';
import { outputDocs } from '../core/output/output-docs.ts';
import { costDocs } from '../core/pricing/cost-docs.ts';
import { ruleOfTwoDocs } from '../core/profile/rule-of-two-docs.ts';
import { policyDocs } from '../core/policy/policy-docs.ts';
import { rules } from '../core/policy/table.ts';
import { kindDocs } from '../core/redact/kind-docs.ts';
import { kinds } from '../core/redact/kinds/table.ts';
import { Fault } from '../core/fault.ts';
import { loadScenarios, ownScenarios } from '../lab/redteam/load-scenarios.ts';
import { rowDocs } from '../lab/redteam/rows.ts';

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

/** Brings the generated pages of `<root>/docs`, and the tables in its `action.md`, up to date. */
export async function writeDocs(root: URL): Promise<void> {
  const page = new URL('docs/action.md', root);
  const actionYml = await readFile(new URL('action.yml', root), 'utf8');
  await writeFile(page, withInputTables(await readFile(page, 'utf8'), actionYml));
  await writeFile(new URL('docs/configuration.md', root), configDocs(jsonSchema()));
  await writeFile(new URL('docs/cost.md', root), costDocs());
  await writeFile(new URL('docs/rule-of-two.md', root), ruleOfTwoDocs());
  await writeFile(new URL('docs/policy.md', root), policyDocs(rules));
  await writeFile(new URL('docs/secret-kinds.md', root), kindDocs(kinds));
  await writeFile(new URL('docs/failures.md', root), failureDocs());
  await writeFile(new URL('docs/outputs.md', root), outputDocs(writtenKinds));
  await writeFile(new URL('docs/redteam-rows.md', root), rowDocs(loadScenarios([ownScenarios]).scenarios));
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

/** A Markdown table with its columns aligned the way the formatter aligns them. */
function table(header: string[], rows: string[][]): string {
  const cells = [header, ...rows].map((row) => row.map((cell) => cell.trim().replaceAll('|', '\\|')));
  const widths = header.map((_, column) => Math.max(3, ...cells.map((row) => row[column]?.length ?? 0)));
  const line = (row: string[]) =>
    `| ${row.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join(' | ')} |`;
  const rule = widths.map((width) => '-'.repeat(width));
  return [line(cells[0] ?? header), line(rule), ...cells.slice(1).map(line)].join('\n');
}
