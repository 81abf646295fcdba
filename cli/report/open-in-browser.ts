import { runProgram } from '../../edge/runner/program.ts';

/** Opens a page with the program that this system opens pages with. Returns the exit code of the command. */
export async function openInBrowser(page: URL): Promise<0 | 1> {
  const program = process.platform === 'darwin' ? 'open' : 'xdg-open';
  const env = Object.fromEntries(
    ['PATH', 'HOME', 'DISPLAY', 'WAYLAND_DISPLAY', 'XDG_RUNTIME_DIR', 'DBUS_SESSION_BUS_ADDRESS', 'BROWSER']
      .map((name) => [name, process.env[name]])
      .filter((pair): pair is [string, string] => pair[1] !== undefined),
  );
  const ended = await runProgram(program, [page.href], { env }).catch((error: unknown) => ({
    code: -1,
    stderr: String(error),
  }));
  if (ended.code === 0) return 0;
  process.stderr.write(
    `dispatch report: ${program} could not open the page: ${ended.stderr.trim()}. Open the file by hand.\n`,
  );
  return 1;
}
