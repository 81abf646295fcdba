import { inflate } from '../edge/codec/inflate.ts';
import { makeGramIndex } from '../core/redact/known/gram-index.ts';
import { needlesOf } from '../core/redact/needles.ts';
import { redactStream } from '../core/redact/stream.ts';
import { streamShapes } from '../core/redact/stream-shapes.ts';
import { encodedLiterals, secretsOf } from './gate-secrets.ts';
import { npmPeers, ripgrep } from './gate-peers.ts';
import { events } from './gate-texts.ts';
import { took } from './own-time.ts';
import { verdict } from './statistics.ts';

const MB = 1_000_000;
const SIZES = [1, 10, 50];
const COUNTS = [0, 10, 100, 1000];
/** With its 13 writings each, so many values are 598 literals. */
const ENCODED = 46;
const say = (line: string) => process.stdout.write(`${line}\n`);

type Secrets = ReturnType<typeof secretsOf>;
type Speeds = { readonly raw: number; readonly stream: number };

/** Speed of the searches by size of text and number of secrets, beside their peers in the same run. */
export async function speeds(): Promise<string> {
  const all = new Uint8Array(events(Math.max(...SIZES) * MB));
  const rows = SIZES.map((size) => COUNTS.map((count) => speedOf(count, all.subarray(0, size * MB))));
  const [, ten, , thousand] = rows[1] as Speeds[];
  const rate = (speed: Speeds | undefined) => speed ?? { raw: 0, stream: 0 };
  say(verdict('raw, 1,000 secrets against 10', rate(ten).raw / rate(thousand).raw, 2, 'times the time'));
  say(
    verdict(
      'a stream, 1,000 secrets against 10',
      rate(ten).stream / rate(thousand).stream,
      2,
      'times the time',
    ),
  );
  say(verdict('a stream, 10 secrets', 1000 / rate(ten).stream, 16.7, 'ms for each MB'));
  await besidePeers(all.subarray(0, 10 * MB));
  return `stream ${rate(ten).stream.toFixed(0)} MB/s (1,000 secrets: ${rate(thousand).stream.toFixed(0)}), raw ${rate(ten).raw.toFixed(0)} MB/s (1,000: ${rate(thousand).raw.toFixed(0)})`;
}

function speedOf(count: number, text: Uint8Array): Speeds {
  const secrets = secretsOf(count);
  const known = needlesOf(secrets);
  const size = text.length / MB;
  const attempts = size > 10 ? 1 : 3;
  const raw = size / took(() => known.raw.scan(text, () => {}), attempts);
  const stream = size / took(() => through(secrets, text), attempts);
  const shapes = size / took(() => through(secrets, text, true), attempts);
  // Without secrets there is nothing that a search could look for.
  const shown = count === 0 ? 'copied only' : `raw ${raw.toFixed(0)} MB/s, stream ${stream.toFixed(1)} MB/s`;
  say(
    `${String(size).padStart(3)} MB, ${String(count).padStart(4)} secrets: ${shown}, with shapes ${shapes.toFixed(1)} MB/s`,
  );
  return { raw, stream };
}

/** Sends a text through the gate's stream, which is to let all of it through. */
export function through(secrets: Secrets, text: Uint8Array, withShapes = false): void {
  const stream = redactStream(secrets, withShapes ? { inflate, also: streamShapes() } : { inflate });
  for (let at = 0; at < text.length; at += 65_536) stream.push(text.subarray(at, at + 65_536));
  stream.end();
  if (stream.withheld().length > 0)
    throw new Error(`clean text was withheld: ${stream.withheld().join(', ')}`);
}

/**
 * The same literals over the same text: ours, ripgrep, Aho-Corasick. The aim, that ours is five times as fast as
 * ripgrep, is for some hundred literals: what a few secrets are in all their encodings.
 */
async function besidePeers(text: Uint8Array): Promise<void> {
  const { AhoCorasick, secretlint } = await npmPeers();
  const size = text.length / MB;
  const words = Buffer.from(text).toString();
  const lists = new Map(
    COUNTS.slice(1).map((count) => [`${count} values`, Object.values(secretsOf(count).secrets)]),
  );
  lists.set('598 literals', encodedLiterals(Object.values(secretsOf(ENCODED).secrets)));
  for (const [what, literals] of lists) {
    const patterns = literals.map((literal, owner) => {
      const bytes = new Uint8Array(Buffer.from(literal));
      return { bytes, owner, least: bytes.length, open: 0 };
    });
    const index = makeGramIndex(patterns, true);
    const ours = size / took(() => index.scan(text, () => {}));
    const theirs = ripgrep(text, literals);
    const machine = new AhoCorasick([...literals]);
    const trie = size / took(() => void machine.matchInText(words), 1);
    const beside =
      theirs === null
        ? 'ripgrep is not installed here: not compared'
        : `ripgrep ${(size / theirs).toFixed(0)}`;
    say(
      `${what}, 10 MB, raw: ours ${ours.toFixed(0)} MB/s, ${beside}, Aho-Corasick (npm) ${trie.toFixed(0)}`,
    );
    if (theirs !== null && what === '598 literals')
      say(verdict("598 literals, our time of ripgrep's", size / theirs / ours, 0.2, 'times'));
  }
  const before = process.cpuUsage();
  const found = await secretlint(words);
  const lint = size / (process.cpuUsage(before).user / 1e6);
  say(
    `10 MB by shape, in one piece: secretlint ${lint.toFixed(0)} MB/s (${found} findings; no known values, no encodings)`,
  );
}
