import { encodedForms } from '../core/redact/known/forms.ts';
import { randomOf } from '../lab/fuzz/random.ts';
import { secretKinds } from '../lab/fuzz/gate/secret-kinds.ts';

/** So many known secrets of all kinds in turn. */
export function secretsOf(count: number) {
  const values = Array.from({ length: count }, (_, at) => {
    const kind = secretKinds[at % secretKinds.length] ?? secretKinds[0];
    return [`S${at}`, kind?.make(randomOf(1, at)) ?? ''];
  });
  return { secrets: Object.fromEntries(values) as Record<string, string> };
}

/** The values, each also in base64, hex, base32 and base64 of UTF-16 at all alignments. */
export function encodedLiterals(values: readonly string[]): string[] {
  return values.flatMap((value) => [value, ...encodedForms(value).map(({ text }) => text)]);
}
