/** The commonest pairs of letters in English: four in five there, one in four of random letters. */
const COMMON =
  'th he in er an re on at en nd ti es or te of ed is it al ar st to nt ng se ha as ou io le ve co ' +
  'me de hi ri ro ic ne ea ra ce li ch ll be ma si om ur ca el ta la ns di fo ho pe ec pr no ct us ' +
  'ac ot il tr ly nc et ut ss so rs un lo wa ge ie wh ee wi em ad ol rt po we na ul ni ts mo ow pa ' +
  'im mi ai sh ir su id os iv ia am fi ci vi pl ig tu ev ld ry mp fe bl ab gh ty op wo sa ay ex ke ' +
  'fr oo av ag if ap gr od bo sp rd do uc bu ei ov by rm ep tt oc fa ef cu rn sc gi da yo cr cl du';

const common = new Set(COMMON.split(' '));

/** Characters that say nothing of their own: what is left counts. */
const NOT_ALPHANUMERIC = /[^A-Za-z0-9]/g;
const HEX = /^(?:[0-9a-f]+|[0-9A-F]+)$/;

/**
 * Whether a value looks drawn at random, so that a stretch of it cannot stand in a text by chance.
 * Words, dates, plain numbers and most passwords people choose are not.
 */
export function isRandom(value: string): boolean {
  const plain = value.replace(NOT_ALPHANUMERIC, '');
  if (plain.length < 14 || plain.length < value.length * 0.7 || /\s/.test(value)) return false;
  if (new Set(plain).size < 7) return false;
  const changed = changes(plain);
  if (changed * 4 >= plain.length) return true;
  // In hexadecimal six letters make all the pairs: how common those are says nothing.
  if (HEX.test(plain) && plain.length >= 20 && changed * 8 >= plain.length) return new Set(plain).size > 7;
  if (/^\d+$/.test(plain)) return false;
  return plain.length >= 20 && pairsInUse(value) < 0.34;
}

/** How many characters in a row of a random value have to show before they mean anything. */
export function leastOf(value: string, bits: number): number {
  const plain = value.replace(NOT_ALPHANUMERIC, '');
  const each = HEX.test(plain) ? 4 : /^(?:[a-z0-9]+|[A-Z0-9]+)$/.test(plain) ? 5 : 5.6;
  return Math.ceil(bits / each);
}

/** How often letters, capitals and digits change over: words change seldom, keys often. */
function changes(plain: string): number {
  const kinds = Array.from(plain, (c) => (c >= 'a' ? 1 : c >= 'A' ? 2 : 3));
  return kinds.filter((kind, at) => at > 0 && kind !== kinds[at - 1]).length;
}

function pairsInUse(value: string): number {
  const words = value.toLowerCase().match(/[a-z]{2,}/g) ?? [];
  const pairs = words.flatMap((word) =>
    Array.from({ length: word.length - 1 }, (_, at) => word.slice(at, at + 2)),
  );
  // Where digits stand between all letters there are no pairs, and no words either.
  return pairs.length < 3 ? 0 : pairs.filter((pair) => common.has(pair)).length / pairs.length;
}

/** Stretches that count up, or repeat few symbols, stand in many texts. */
export function isTelling(text: Uint8Array, from: number, to: number): boolean {
  const seen = new Set<number>();
  let steps = 0;
  for (let at = from; at < to; at++) {
    seen.add(text[at] as number);
    if (at > from && Math.abs((text[at] as number) - (text[at - 1] as number)) <= 1) steps++;
  }
  return seen.size >= 6 && steps * 2 <= to - from;
}
