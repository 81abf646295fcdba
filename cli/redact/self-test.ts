import { kinds } from '../../core/redact/kinds/table.ts';
import type { NamedValues } from '../../core/redact/needles.ts';
import { streamShapes } from '../../core/redact/stream-shapes.ts';
import { redactStream } from '../../core/redact/stream.ts';
import { inflate } from '../../edge/codec/inflate.ts';
import { encodings } from '../../lab/fuzz/gate/encodings.ts';
import { randomOf } from '../../lab/fuzz/random.ts';
import { exampleOf } from '../../lab/fuzz/secrets/example.ts';
import { isGone } from '../../lab/fuzz/secrets/recall.ts';

/** What goes in, what comes out, and the kinds because of which it ended early. */
export type Redact = (
  text: Uint8Array,
  known: NamedValues,
) => { text: Uint8Array; withheld: readonly string[] };

const SEED = 5;
/** Of the disguises that are looked behind in a stream, the common ones. */
const DISGUISES =
  'base64|base64 after one byte|base64url|base64 wrapped at 20|base64 twice|base64 of UTF-16|base32|hex|HEX spaced|' +
  'hex escapes|hex dump|percent|percent twice|hex entities|unicode escapes|quoted-printable|string concatenation|spaced|' +
  'one per line|zero-width spaces|backwards|upper case|fullwidth|gzip, base64|zlib, base64';
/** A dummy: it was never valid anywhere. */
const VALUE = 'kQ7vXz2LmW9pRt4sYb6nHd3fJg8cTa5e';
const LINE = 'Step 12 of 40: compiled src/server.ts in 318 ms, 0 warnings, 2 files changed.\n';

/** Plants secrets and looks for what is left of them. Returns the exit code: 1 when one was missed. */
export function selfTest(say: (line: string) => void, redact: Redact = streamed): number {
  const missed = [...missedKinds(redact), ...missedValues(redact)];
  const changed = changedTexts(redact);
  for (const name of missed) say(`missed   ${name}`);
  for (const name of changed) say(`changed  ${name}`);
  const planted = examples.length + DISGUISES.split('|').length + 1;
  say(
    `${planted - missed.length} of ${planted} planted secrets found (${kinds.length} kinds); ` +
      `${clean.length - changed.length} of ${clean.length} clean texts unchanged`,
  );
  return missed.length + changed.length === 0 ? 0 : 1;
}

function streamed(text: Uint8Array, known: NamedValues): ReturnType<Redact> {
  const stream = redactStream(known, { inflate, also: streamShapes() });
  return { text: Buffer.concat([stream.push(text), stream.end()]), withheld: stream.withheld() };
}

const examples = kinds.flatMap((kind, place) =>
  kind.examples.map((description, at) => ({
    name: `${kind.name} (${description})`,
    example: exampleOf(description, randomOf(SEED, place * 100 + at)),
  })),
);

/** All in one text, so that blocks end among them. */
function missedKinds(redact: Redact): string[] {
  const text = examples.map(({ example }) => `${LINE}${example.text}\n`).join('');
  const out = Buffer.from(redact(Buffer.from(text), { secrets: {} }).text).toString('latin1');
  return examples
    .filter(({ example }) => out.includes(example.text) || !isGone(example, out))
    .map(({ name }) => name);
}

function missedValues(redact: Redact): string[] {
  const known = { secrets: { PLANTED: VALUE } };
  const text = (written: string) => Buffer.from(`${LINE}value: ${written}\n${LINE}`);
  const plain = Buffer.from(redact(text(VALUE), known).text).toString();
  const missed = DISGUISES.split('|').filter((name) => {
    const written = encodings[name]?.(VALUE);
    return written === undefined || !redact(text(written), known).withheld.includes('PLANTED');
  });
  return [
    ...(plain.includes('[redacted: PLANTED]') && !plain.includes(VALUE) ? [] : ['a named value']),
    ...missed.map((name) => `a named value as ${name}`),
  ];
}

const clean: readonly { name: string; bytes: Uint8Array }[] = [
  { name: 'nothing', bytes: new Uint8Array(0) },
  { name: 'a log', bytes: Buffer.from(LINE.repeat(5000)) },
  { name: 'a log without an end of line', bytes: Buffer.from(LINE.repeat(5000).trimEnd()) },
  { name: 'a long line', bytes: Buffer.from('x'.repeat(400_000)) },
  { name: 'every byte', bytes: Uint8Array.from({ length: 70_000 }, (_, at) => (at * 31 + (at >> 8)) & 255) },
  { name: 'broken UTF-8', bytes: Buffer.from([0xff, 0, 0xc3, 0xed, 0xa0, 0x80, 0xf4, 0xff, 10]) },
  { name: 'letters of other scripts', bytes: Buffer.from('Grüße, привет, 你好, 🙂\n'.repeat(300)) },
];

function changedTexts(redact: Redact): string[] {
  const known = { secrets: { PLANTED: VALUE } };
  return clean
    .filter(({ bytes }) => Buffer.compare(redact(bytes, known).text, bytes) !== 0)
    .map(({ name }) => name);
}
