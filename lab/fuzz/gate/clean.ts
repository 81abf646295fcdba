import { createHash } from 'node:crypto';
import { readdirSync, readFileSync, realpathSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { needlesOf } from '../../../core/redact/needles.ts';
import { findDisguised, findPlain } from '../../../core/redact/scan.ts';
import { inflate } from '../../../edge/codec/inflate.ts';
import { randomOf } from '../random.ts';
import { secretKinds } from './secret-kinds.ts';

/** How much was searched, and what was found though it is not there. */
export type Clean = { bytes: number; found: string[] };

const PIECE = 64 * 1024;
const EVERY = 6;

/**
 * Searches what holds none of seventy values, forty of them hexadecimal like most of the noise: files of the
 * dependencies with their bundles, the lock file, hashes, UUIDs, logs.
 */
export function searchClean(
  folder: string,
  bytes: number,
  seed: number,
  onPiece: (done: number) => void,
): Clean {
  const kinds = secretKinds.filter(({ name }, at) => at % EVERY === 0 || /hex\d+$/.test(name));
  const secrets = Object.fromEntries(
    kinds.map((kind, at) => [`KNOWN-${kind.name}`, kind.make(randomOf(seed, 20_000 + at))]),
  );
  const known = needlesOf({ secrets });
  const clean: Clean = { bytes: 0, found: [] };
  for (const { name, text } of cleanTexts(folder, bytes, seed)) {
    for (let at = 0; at < text.length && clean.bytes < bytes; at += PIECE) {
      const piece = text.slice(at, at + PIECE);
      const kindsFound = [
        ...findPlain(piece, known).map(({ kind }) => kind),
        ...findDisguised(piece, known, { inflate }),
      ];
      // Shapes of tokens are another matter: files of dependencies hold some.
      for (const kind of kindsFound.filter((kind) => kind.startsWith('KNOWN') || kind === 'gate-budget')) {
        clean.found.push(`${kind} in ${name} at ${at}`);
      }
      clean.bytes += piece.length;
      onPiece(clean.bytes);
    }
  }
  return clean;
}

function* cleanTexts(folder: string, bytes: number, seed: number): Generator<{ name: string; text: string }> {
  yield { name: 'hashes', text: hashes(bytes / 20, seed, (digest) => digest.toString('hex')) };
  yield {
    name: 'integrity',
    text: hashes(bytes / 20, seed, (digest) => `sha512-${digest.toString('base64')}`),
  };
  yield { name: 'UUIDs', text: hashes(bytes / 20, seed, uuid) };
  yield { name: 'log', text: hashes(bytes / 20, seed, logLine) };
  const files = filesIn(realpathSync(folder));
  const first = randomOf(seed, 0).below(files.length);
  for (const file of [join(folder, '../package-lock.json'), ...files.slice(first), ...files.slice(0, first)])
    yield { name: file, text: readFileSync(file, 'utf8') };
}

function hashes(length: number, seed: number, show: (digest: Buffer, at: number) => string): string {
  const lines: string[] = [];
  for (let size = 0, at = 0; size < length; at++) {
    const line = show(createHash('sha256').update(`${seed} ${at}`).digest(), at);
    size += line.length + 1;
    lines.push(line);
  }
  return lines.join('\n');
}

function uuid(digest: Buffer): string {
  return digest.toString('hex').replace(/^(.{8})(.{4})(.{4})(.{4})(.{12}).*$/, '$1-$2-$3-$4-$5');
}

function logLine(digest: Buffer, at: number): string {
  const number = digest.readUInt32LE(0);
  return `2026-11-${String(1 + (at % 28)).padStart(2, '0')}T12:${String(number % 60).padStart(2, '0')}:07Z INFO request=${digest.toString('hex').slice(0, 16)} took ${number % 997} ms, ${number} bytes`;
}

function filesIn(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true })
    .sort((one, other) => (one.name < other.name ? -1 : 1))
    .flatMap((entry) => {
      const path = join(folder, entry.name);
      if (entry.isDirectory()) return filesIn(path);
      const isText = entry.isFile() && /\.(?:[cm]?[jt]s|json|md|map|lock|yaml|yml|css)$/.test(entry.name);
      return isText && statSync(path).size < 4_000_000 ? [path] : [];
    });
}
