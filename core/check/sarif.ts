import type { CheckFinding } from './check-config.ts';

/** What the rules of a report stand for; other codes are those of refusals. */
const MEANS: Readonly<Record<string, string>> = {
  'config-broken': 'The configuration must be one that can be read.',
  'rule-of-two': "No run brings together strangers' words, something worth stealing and effects.",
  'model-without-price': 'Every model has a price, so that a budget can be kept.',
  'missing-prompt': 'The file of a system prompt is in the repository.',
  'beyond-operator': "Agents stay within the operator's limits.",
};

/**
 * The findings as a log in SARIF 2.1.0 (OASIS standard of 2020-03-27), which code scanning takes. Columns
 * count UTF-16 units, as the configuration's places do. `means`: what each code stands for.
 */
export function sarifLog(
  findings: readonly CheckFinding[],
  version: string,
  means: Readonly<Record<string, string>> = MEANS,
) {
  const codes = [...new Set(findings.map(({ code }) => code))];
  return {
    $schema: 'https://json.schemastore.org/sarif-2.1.0.json',
    version: '2.1.0',
    runs: [
      {
        tool: {
          driver: {
            name: 'agent-dispatch',
            version,
            rules: codes.map((id) => ({ id, shortDescription: { text: means[id] ?? `Refusals: ${id}.` } })),
          },
        },
        columnKind: 'utf16CodeUnits',
        results: findings.map((finding) => resultOf(finding, codes)),
      },
    ],
  };
}

function resultOf({ code, level, message, remedy, file, line, column }: CheckFinding, codes: string[]) {
  return {
    ruleId: code,
    ruleIndex: codes.indexOf(code),
    level,
    message: { text: `${message} ${remedy}` },
    locations: [
      {
        physicalLocation: {
          artifactLocation: { uri: uriOf(file) },
          region: { startLine: line, startColumn: column },
        },
      },
    ],
  };
}

/** A path as a URI reference (RFC 3986); code scanning finds files by paths relative to the repository. */
function uriOf(path: string): string {
  const encoded = path.replace(/^\.\//, '').toWellFormed().split('/').map(encodeURIComponent).join('/');
  return path.startsWith('/') ? `file://${encoded}` : encoded;
}
