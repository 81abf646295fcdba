/** Most text has nothing to drop. */
const PLAIN = /^[\n\t\x20-\x7e]*$/;
const HIDDEN = /(?!(?<=\p{Extended_Pictographic})\uFE0F)\p{Default_Ignorable_Code_Point}|[\uFFF9-\uFFFB]/gu;
const CONTROL = /(?![\n\t])\p{Cc}/gu;
const ODD_SPACE = /[\u00A0\u1680\u2000-\u200A\u2028\u2029\u202F\u205F\u2800]/g;
const MARK_PILE = /(\p{M}{6})\p{M}+/gu;

/**
 * Drops hidden and control characters, makes odd spaces plain and line ends `\n`. Idempotent.
 *
 * Characters a reader cannot see hide words from people, split words for a scanner, and carry bits of
 * their own. The emoji selector U+FE0F stays where it follows a pictograph.
 */
export function withoutHidden(text: string): string {
  if (PLAIN.test(text)) return text;
  return text
    .toWellFormed()
    .replace(/\r\n?/g, '\n')
    .replace(HIDDEN, '')
    .replace(CONTROL, '')
    .replace(ODD_SPACE, ' ')
    .replace(MARK_PILE, '$1');
}

/** What joins pictographs to one, as in a family: it hides nothing. */
const JOINED =
  /(?<=[\p{Extended_Pictographic}\p{Emoji_Modifier}\uFE0F])\u200D(?=\p{Extended_Pictographic})/gu;
/** A return is dropped as a line end, and no passage. */
const PASSAGES = new RegExp(`(?:${HIDDEN.source}|(?!\\r)${CONTROL.source})+`, 'gu');

/** How many passages of hidden and control characters a text has, each as long as no other character comes between. */
export function hiddenPassages(text: string): number {
  return PLAIN.test(text) ? 0 : (text.toWellFormed().replace(JOINED, '').match(PASSAGES)?.length ?? 0);
}
