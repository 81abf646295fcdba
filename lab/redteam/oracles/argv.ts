import { effectiveTools } from '../../../core/launch/launch-plan.ts';
import { allOf, type Observed } from '../observed.ts';

/** The CLI's command line as it must be, written out: a value of the plan has one place, and nothing else has any. */
export function argv(seen: Observed): string[] {
  return allOf(seen, 'launched').flatMap(({ inside, plan }) => {
    const golden = [
      '/opt/claude',
      '-p',
      '--input-format=stream-json',
      '--output-format=stream-json',
      '--verbose',
      '--restricted',
      '--setting-sources=',
      '--strict-mcp-config',
      '--disable-slash-commands',
      '--no-session-persistence',
      '--settings=/etc/agent/settings.json',
      '--system-prompt-file=/etc/agent/system-prompt.md',
      `--model=${plan.model}`,
      `--tools=${effectiveTools(plan)
        .filter((tool) => !tool.startsWith('mcp__'))
        .join(',')}`,
      `--permission-mode=${plan.permissionMode}`,
      '--permission-prompt-tool=stdio',
      `--max-turns=${plan.maxTurns}`,
      `--max-budget-usd=${plan.budgetUsd}`,
    ];
    // A bridge may start the CLI: then it comes last, with all of its arguments.
    const words = inside.slice(inside.lastIndexOf('/opt/claude'));
    const strange = words.filter((word) => !golden.includes(word));
    const absent = golden.filter((word) => !words.includes(word));
    return [
      ...strange.map((word) => `the CLI was started with ${JSON.stringify(word.slice(0, 100))}`),
      ...absent.map((word) => `the CLI was started without ${word}`),
    ];
  });
}
