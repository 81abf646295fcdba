/** A text with its codes, `offset` characters of which stand before the place of a look. */
type Placed = { readonly anchor: { readonly codes: Uint8Array }; readonly offset: number };

/** Entries that one look may be about; parted further by a character at one place, where they are many. */
export type Group<Entry extends Placed> = {
  readonly entries: readonly Entry[];
  /** The place of that character, counted from that of the look. */
  readonly place: number;
  /** By that character; null where nothing parts them. */
  readonly parts: readonly (Group<Entry> | undefined)[] | null;
  /** Those that say nothing of that place. */
  readonly others: Group<Entry> | null;
};

/** So few entries are compared one by one. */
const FEW = 2;
/** So far from the look anchors are told apart. */
const FARTHEST = 12;

/** Parts entries, which keep their order, by the characters that tell most of them apart. */
export function groupOf<Entry extends Placed>(entries: readonly Entry[]): Group<Entry> {
  const place = entries.length > FEW ? tellingPlace(entries) : null;
  if (place === null) return { entries, place: 0, parts: null, others: null };
  const codes = new Set(entries.map((entry) => codeAt(entry, place)));
  const others = entries.filter((entry) => codeAt(entry, place) === undefined);
  const parts: (Group<Entry> | undefined)[] = Array.from({ length: 256 });
  for (const code of codes)
    if (code !== undefined)
      parts[code] = groupOf(
        entries.filter((entry) => codeAt(entry, place) === code || codeAt(entry, place) === undefined),
      );
  return { entries, place, parts, others: groupOf(others) };
}

/** The entries that these characters leave in question. */
export function entriesAt<Entry extends Placed>(
  group: Group<Entry>,
  codes: Uint8Array,
  at: number,
): readonly Entry[] {
  let here = group;
  while (here.parts !== null)
    here = (here.parts[codes[at + here.place] as number] ?? here.others) as Group<Entry>;
  return here.entries;
}

/** The place where no character is that of many entries; null where all agree or say nothing. */
function tellingPlace(entries: readonly Placed[]): number | null {
  let [best, least] = [null as number | null, entries.length];
  for (let place = -FARTHEST; place <= FARTHEST; place++) {
    const byCode = Map.groupBy(entries, (entry) => codeAt(entry, place));
    const unsure = byCode.get(undefined)?.length ?? 0;
    byCode.delete(undefined);
    const most = unsure + Math.max(0, ...[...byCode.values()].map(({ length }) => length));
    if (most < least) [best, least] = [place, most];
  }
  return best;
}

const codeAt = ({ anchor, offset }: Placed, place: number): number | undefined =>
  anchor.codes[offset + place];
