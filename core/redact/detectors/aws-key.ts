import { shape, type Detector, type Range } from '../detector.ts';

const id = shape(/A[KSBC][IC]A[A-Z2-7]{16}(?![A-Z0-9])/y);
const named = shape(/.{0,40}?[:= "']{1,10}(?<secret>[A-Za-z0-9+/]{40})(?![A-Za-z0-9+/=])/dy);
const SECRET = /(?<![A-Za-z0-9+/])[A-Za-z0-9+/]{40}(?![A-Za-z0-9+/=])/g;
/** How far after an access key id its secret is looked for, in characters. */
const NEARBY = 200;

/** Access key ids (`AKIA…`, `ASIA…`), the secret that follows one closely, and secrets named as such. */
export const awsKey: Detector = {
  kind: 'aws-key',
  confidence: 'certain',
  anchors: ['AKIA', 'ASIA', 'ABIA', 'ACCA', 'ecret_access_key', 'ecretAccessKey', 'SECRET_ACCESS_KEY'],
  at: (text, anchor) => (text[anchor] === 'A' ? pair(text, anchor) : named(text, anchor)),
};

function pair(text: string, anchor: number): readonly Range[] {
  const found = id(text, anchor);
  const end = found[0]?.end;
  if (end === undefined) return [];
  const after = text.slice(end, end + NEARBY);
  for (const match of after.matchAll(SECRET)) {
    if (/[a-z]/.test(match[0]) && /[A-Z]/.test(match[0]) && /\d/.test(match[0])) {
      return [...found, { start: end + match.index, end: end + match.index + match[0].length }];
    }
  }
  return found;
}
