import { randomUUID } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** The files by which one step tells the runner something, by their name in the `github` context. */
export type CommandFiles = Record<'env' | 'path' | 'output' | 'state' | 'step_summary', string>;

/** What the files held, once the step had ended. */
export type FileCommands = {
  env: [string, string][];
  path: string[];
  outputs: [string, string][];
  state: [string, string][];
  summary: string;
  /** Errors the real runner reports; those in `fatal` fail the step. */
  complaints: string[];
  fatal: string[];
};

const SUMMARY_LIMIT = 1024 * 1024;
const BLOCKED = ['NODE_OPTIONS'];

/** Makes fresh, empty command files for one step under the runner's temporary folder. */
export function makeCommandFiles(temp: string): CommandFiles {
  const folder = join(temp, '_runner_file_commands');
  mkdirSync(folder, { recursive: true });
  const make = (prefix: string) => {
    const file = join(folder, `${prefix}_${randomUUID()}`);
    writeFileSync(file, '');
    return file;
  };
  return {
    env: make('set_env'),
    path: make('add_path'),
    output: make('set_output'),
    state: make('save_state'),
    step_summary: make('step_summary'),
  };
}

/** Reads what a step wrote. A file that breaks the format counts as nothing and fails the step. */
export function readCommandFiles(files: CommandFiles): FileCommands {
  const complaints: string[] = [];
  const fatal: string[] = [];
  const pairs = (name: 'env' | 'output' | 'state'): [string, string][] => {
    try {
      return parsePairs(readIfThere(files[name]));
    } catch (error) {
      fatal.push(`Unable to process file command '${name}' successfully. ${(error as Error).message}`);
      return [];
    }
  };
  const env = pairs('env').filter(([name]) => {
    if (!BLOCKED.includes(name.toUpperCase())) return true;
    complaints.push(`Can't store ${name.toUpperCase()} output parameter using '$GITHUB_ENV' command.`);
    return false;
  });
  const path = readIfThere(files.path)
    .split(/\r?\n/)
    .filter((line) => line !== '');
  const summary = readSummary(files.step_summary, complaints);
  return { env, path, outputs: pairs('output'), state: pairs('state'), summary, complaints, fatal };
}

function readIfThere(file: string): string {
  return existsSync(file) ? readFileSync(file, 'utf8') : '';
}

function readSummary(file: string, complaints: string[]): string {
  const size = existsSync(file) ? statSync(file).size : 0;
  if (size <= SUMMARY_LIMIT) return readIfThere(file);
  complaints.push(
    `$GITHUB_STEP_SUMMARY upload aborted, supports content up to a size of ${SUMMARY_LIMIT / 1024}k, got ${Math.floor(size / 1024)}k.`,
  );
  return '';
}

/** `NAME=value` lines and `NAME<<DELIMITER` blocks, as the runner reads them. Throws `Error`. */
export function parsePairs(text: string): [string, string][] {
  const lines = text.split('\n');
  const pairs: [string, string][] = [];
  for (let at = 0; at < lines.length; at += 1) {
    const line = lines[at] ?? '';
    if (line === '') continue;
    const equals = line.indexOf('=');
    const heredoc = line.indexOf('<<');
    if (equals >= 0 && (heredoc < 0 || equals < heredoc)) {
      if (equals === 0) throw new Error(`Invalid format '${line}'. Name must not be empty`);
      pairs.push([line.slice(0, equals), line.slice(equals + 1)]);
    } else if (heredoc >= 0) {
      const name = line.slice(0, heredoc);
      const delimiter = line.slice(heredoc + 2);
      if (name === '' || delimiter === '') {
        throw new Error(`Invalid format '${line}'. Name must not be empty and delimiter must not be empty`);
      }
      const end = lines.indexOf(delimiter, at + 1);
      if (end < 0) throw new Error(`Invalid value. Matching delimiter not found '${delimiter}'`);
      pairs.push([name, lines.slice(at + 1, end).join('\n')]);
      at = end;
    } else {
      throw new Error(`Invalid format '${line}'`);
    }
  }
  return pairs;
}
