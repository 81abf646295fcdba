/** Says a command's last words, where they belong: an answer to standard output, a complaint to the other. Returns the exit code. */
export function told(line: string, code: number): number {
  (code === 0 ? process.stdout : process.stderr).write(`${line}\n`);
  return code;
}
