import type { ConfigProblem } from './read.ts';

const RULE = 'config';

/**
 * Problems of a configuration as a SARIF log, which code scanning shows beside the lines.
 * Source: OASIS SARIF 2.1.0, §3.13 (log), §3.14 (run), §3.27 (result).
 */
export function sarifOf(problems: readonly ConfigProblem[], version: string): object {
  return {
    version: '2.1.0',
    $schema: 'https://json.schemastore.org/sarif-2.1.0.json',
    runs: [
      {
        tool: {
          driver: {
            name: 'agent-dispatch',
            version,
            rules: [{ id: RULE, shortDescription: { text: 'The configuration of agents cannot be used.' } }],
          },
        },
        results: problems.map(({ file, line, column, message, remedy }) => ({
          ruleId: RULE,
          ruleIndex: 0,
          level: 'error',
          message: { text: `${message} ${remedy}` },
          locations: [
            {
              physicalLocation: {
                artifactLocation: { uri: encodeURI(file) },
                region: { startLine: line, startColumn: column },
              },
            },
          ],
        })),
      },
    ],
  };
}

/** One problem as a command to the runner, which shows it beside the line. Nothing of it can end the command. */
export function annotationOf({ file, line, column, message, remedy }: ConfigProblem): string {
  const value = (text: string) => data(text).replaceAll(':', '%3A').replaceAll(',', '%2C');
  const where = `file=${value(file)},line=${line},col=${column},title=agent-dispatch`;
  return `::error ${where}::${data(`${message} ${remedy}`)}`;
}

function data(text: string): string {
  return text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A');
}
