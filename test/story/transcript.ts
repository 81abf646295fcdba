import { spawn } from 'node:child_process';

/** A command of a transcript, what it printed and its exit code. */
export type Played = { command: string; output: string; exit: number };

/** The commands of a document and what it says that they print: its `console` blocks, in their order. */
export function readTranscript(markdown: string): Omit<Played, 'exit'>[] {
  const blocks = [...markdown.matchAll(/^```console\n(.*?)^```$/gms)].map(([, text = '']) => text);
  return blocks.flatMap((block) =>
    block
      .split(/^\$ /m)
      .slice(1)
      .map((part) => {
        const end = part.indexOf('\n');
        return { command: part.slice(0, end), output: part.slice(end + 1).trimEnd() };
      }),
  );
}

const MARK = '@@@@ exit ';

/** Types the commands into one shell, one after the other, and tells what each printed, complaints included. */
export async function play(
  commands: readonly string[],
  cwd: string,
  env: NodeJS.ProcessEnv,
): Promise<Played[]> {
  const shell = spawn('bash', ['--norc', '--noprofile'], { cwd, env, stdio: ['pipe', 'pipe', 'pipe'] });
  let said = '';
  const hear = (data: Buffer) => void (said += data.toString());
  shell.stdout.on('data', hear);
  shell.stderr.on('data', hear);
  const ended = new Promise((resolve) => shell.once('close', resolve));
  // Of one and the same stream, so that nothing is heard in another order; nobody types at the commands.
  shell.stdin.end(
    `exec 2>&1\n${commands.map((one) => `{ ${one}; } </dev/null\necho "${MARK}$?"\n`).join('')}`,
  );
  await ended;
  const parts = said.split(/^@@@@ exit (\d+)\n/m);
  return commands.map((command, at) => ({
    command,
    output: (parts[at * 2] ?? 'it was never run').trimEnd(),
    exit: Number(parts[at * 2 + 1] ?? -1),
  }));
}

/** Both sides of a comparison without what differs from machine to machine and from run to run. */
export function normalised(text: string): string {
  return answersLast(text)
    .replaceAll(/\b\d{8}-\d{6}-([a-z]+)-[0-9a-z]{4}\b/g, 'TIME-$1-ID')
    .replaceAll(/\b\d+(\.\d+)? (ms|s)\b/g, 'N $2')
    .replaceAll(/\b(claude|bubblewrap) \d+\.\d+\.\d+/g, '$1 N')
    .replaceAll(/(cage: bubblewrap N: ).*/g, '$1…')
    .replaceAll(/Read \/workspace\/\S+/g, 'Read /workspace/FILE')
    .replaceAll(/[ \t]+$/gm, '')
    .replaceAll(/ {2,}/g, '  ');
}

/** What an answer cost is known when all of it has come, and its first call may be asked about before that. */
function answersLast(text: string): string {
  const lines = text.split('\n');
  const isAnswer = (line: string) => /^\s*│ answer \d+: /.test(line);
  return [...lines.filter((line) => !isAnswer(line)), ...lines.filter(isAnswer)].join('\n');
}
