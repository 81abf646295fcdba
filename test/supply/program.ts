import { execFile } from 'node:child_process';

/** How a program ended; `code` is null when there is no such program. */
export type Ended = { code: number | null; out: string; err: string };

/** Runs a program with our environment and returns how it ended, whatever that is; one that takes longer than `timeoutMs` is ended. */
export function runProgram(
  program: string,
  args: readonly string[],
  options: { cwd: string; env?: Record<string, string>; timeoutMs?: number },
): Promise<Ended> {
  const { cwd, timeoutMs: timeout = 0 } = options;
  const env = { ...process.env, ...options.env };
  return new Promise((resolve) => {
    execFile(program, [...args], { cwd, env, timeout, maxBuffer: 64_000_000 }, (error, out, err) => {
      const isMissing = error !== null && (error as NodeJS.ErrnoException).code === 'ENOENT';
      const code = error === null ? 0 : typeof error.code === 'number' ? error.code : -1;
      resolve({ code: isMissing ? null : code, out, err });
    });
  });
}

/** npm, by the Node that it was started with, when it was npm that started us. */
export function runNpm(args: readonly string[], cwd: string): Promise<Ended> {
  const { npm_execpath: npm, npm_node_execpath: node } = process.env;
  const silent = { npm_config_update_notifier: 'false', NO_COLOR: '1' };
  if (npm !== undefined && node !== undefined) return runProgram(node, [npm, ...args], { cwd, env: silent });
  return runProgram('npm', args, { cwd, env: silent });
}

/** The last line that says something, for a reader who cannot see the rest. */
export function lastWords({ out, err }: Ended): string {
  const lines = `${out}\n${err}`.split('\n').map((line) => line.trim());
  return lines.filter((line) => line !== '' && !line.startsWith('npm warn')).at(-1) ?? 'it said nothing';
}
