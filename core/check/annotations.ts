import type { CheckFinding } from './check-config.ts';

/**
 * The findings as workflow commands, one a line: GitHub shows them at their lines of a pull request. Source of
 * the escapes: `escapeData` and `escapeProperty` of actions/toolkit.
 */
export function annotations(findings: readonly CheckFinding[]): string[] {
  return findings.map(({ level, file, line, column, code, message, remedy }) => {
    const at = `file=${property(file)},line=${line},col=${column},title=${property(code)}`;
    return `::${level} ${at}::${data(`${message} ${remedy}`)}`;
  });
}

function data(text: string): string {
  return text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A');
}

function property(text: string): string {
  return data(text).replaceAll(':', '%3A').replaceAll(',', '%2C');
}
