import { findShapes } from '../core/redact/kinds/shapes.ts';
import { kinds } from '../core/redact/kinds/table.ts';
import { hostilePieces } from '../lab/fuzz/secrets/hostile.ts';
import { through } from './gate-speed.ts';
import { secretsOf } from './gate-secrets.ts';
import { events } from './gate-texts.ts';
import { took } from './own-time.ts';
import { verdict } from './statistics.ts';

const MB = 1_000_000;
const RUN = 400;
/** Whoever sends hostile text sends it again and again: what the first of it costs until it is compiled is no matter. */
const ATTEMPTS = 9;
const say = (line: string) => process.stdout.write(`${line}\n`);

/** What text costs that is made to cost much: beginnings of every kind of secret, and what looks encoded. */
const HOSTILE: Readonly<Record<string, (length: number) => string>> = {
  'beginnings of secrets of every kind': (length) => {
    const runs = kinds.flatMap((kind) =>
      hostilePieces(kind)
        .slice(0, 4)
        .map((piece) => piece.repeat(Math.ceil(RUN / piece.length))),
    );
    return runs.join('\n').repeat(Math.ceil(length / (runs.length * RUN)));
  },
  'words of base64': (length) => 'Zm9vYmFyYmF6cXV4 '.repeat(length / 17),
  'hex in one piece': (length) => '6b51377658'.repeat(length / 10),
  backslashes: (length) => '\\'.repeat(length),
  escapes: (length) => '\\u0041%41&amp;'.repeat(length / 14),
  'signs of other scripts': (length) => 'аbсd\u200be '.repeat(length / 6),
};

/** Speed of the whole stream on hostile text: of normal text, of twice as much, and by shape alone. */
export function hostile(): void {
  const secrets = secretsOf(10);
  const clean = new Uint8Array(events(2 * MB));
  const normal = 2 / took(() => through(secrets, clean, true), ATTEMPTS);
  say(`the stream with shapes, normal text: ${normal.toFixed(1)} MB/s`);
  for (const [what, make] of Object.entries(HOSTILE)) {
    const [one, two] = [MB, 2 * MB].map(
      (length) => new Uint8Array(Buffer.from(make(length)).subarray(0, length)),
    ) as [Uint8Array, Uint8Array];
    const once = took(() => through(secrets, one, true), ATTEMPTS);
    const twice = took(() => through(secrets, two, true), ATTEMPTS);
    const shapes = took(() => findShapes(one), ATTEMPTS);
    say(`${what}: ${(1 / once).toFixed(1)} MB/s, by shape alone ${(1 / shapes).toFixed(0)} MB/s`);
    say(verdict('        normal rate against it', normal * once, 4, 'times'));
    say(verdict('        twice the text', twice / once, 2.2, 'times the time'));
  }
}
