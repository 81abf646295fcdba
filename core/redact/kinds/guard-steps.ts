/** So many characters of one class, in a row. */
export type Step = {
  /** 1 for every code that belongs to it; that of characters above 255 is 0. */
  readonly holds: Uint8Array;
  readonly least: number;
  readonly most: number;
  /** The text may end here instead. */
  readonly orEnd: boolean;
  /** The stretch of a text, told by its turn, that was last seen to belong to it. */
  readonly run: { turn: number; from: number; end: number };
};

function step(holds: Uint8Array, least: number, most: number, orEnd = false): Step {
  return { holds, least, most, orEnd, run: { turn: -1, from: 0, end: 0 } };
}

/** One character or class, and how often it may stand there. */
const SYMBOLS = String.raw`(?<symbols>\[(?:[^\]\\]|\\.)+\]|\\[^bBkpPucx\d]|[^\\[\](){}?*+|.^$])`;
const TIMES = String.raw`(?:\{(?<least>\d+)(?:,(?<most>\d+))?\}|(?<maybe>\?))`;
/** `\d`, `[a-z]{20,40}`, `:`, `a?`. */
const ATOM = new RegExp(`${SYMBOLS}${TIMES}?(?![{?*+])`, 'y');
/** The first of a source that repeats or may be missing, behind others that stand there once. */
const FIRST_REPEATED = new RegExp(`^(?<before>(?:${unnamed(SYMBOLS)})*?)${SYMBOLS}${TIMES}(?![?*+])`);
/** What takes no character, and the beginning of what is masked. */
const NOTHING = /\(\?(?:!|=|<!|<=)(?:\[(?:[^\]\\]|\\.)+\]|\\.|[^()[\]\\])*\)|\(\?<secret>/y;
/** What ends an expression when a longer word is something else. */
const WORD_END = /^\(\?!(?<symbols>\[(?:[^\]\\]|\\.)+\])\)$/;
/** A group of simple parts, and how often. */
const GROUP =
  /\(\?:(?<body>(?:\[(?:[^\]\\]|\\.)+\]|\\.|[^()[\]\\])*)\)(?:\{(?<times>\d)\}|(?<maybe>\?)|(?![{?*+]))/;
const CLASS_WITH_BAR = /\[[^\]]*\|[^\]]*\]|\\\|/;
const MOST_VARIANTS = 16;
/** Classes that hold characters above 255, or may. */
const WIDE = /^\[\^|\\[sSWDpPu]|[^\0-\xff]/;

/** A source as others without groups, one of which every match is of: as many as its alternatives. */
export function variantsOf(source: string): string[] {
  let variants = [source];
  while (variants.length <= MOST_VARIANTS) {
    const next = variants.flatMap(opened);
    if (next.length === variants.length && next.every((one, at) => one === variants[at])) return variants;
    variants = next;
  }
  return [source];
}

function opened(source: string): string[] {
  const { 0: group = '', index = 0, groups } = GROUP.exec(source) ?? {};
  const { body = '', times = '1', maybe } = groups ?? {};
  if (group === '' || CLASS_WITH_BAR.test(body)) return [source];
  const alternatives = body.split('|');
  if (alternatives.length > 1 && times !== '1') return [source];
  const bodies = [
    ...alternatives.map((one) => one.repeat(Number(times))),
    ...(maybe === undefined ? [] : ['']),
  ];
  return bodies.map((one) => source.slice(0, index) + one + source.slice(index + group.length));
}

/** A source as others, one of which every match is of, where what first repeats stands once more by itself; none without it. */
export function unfold(source: string): string[] {
  const found = FIRST_REPEATED.exec(source);
  if (found === null) return [];
  const { before = '', symbols = '', ...times } = found.groups ?? {};
  const { least, most } = timesOf(times);
  const behind = source.slice(found[0].length);
  const left = most > 1 ? `${symbols}{${Math.max(0, least - 1)},${most - 1}}` : '';
  const once = before + symbols + left + behind;
  return least > 0 ? [once] : [once, before + behind];
}

/** The steps that every match of a source takes first, up to what is no simple row of them. */
export function stepsOf(source: string): Step[] {
  if (
    source
      .replace(/\\./g, '')
      .replace(/\[[^\]]*\]/g, '')
      .includes('|')
  )
    return [];
  const steps: Step[] = [];
  for (let at = 0; at < source.length;) {
    const end = WORD_END.exec(source.slice(at))?.groups?.['symbols'];
    if (end !== undefined) {
      steps.push(
        step(
          codesOf(end).map((is) => 1 - is),
          1,
          1,
          true,
        ),
      );
      break;
    }
    NOTHING.lastIndex = at;
    if (NOTHING.test(source)) {
      at = NOTHING.lastIndex;
      continue;
    }
    ATOM.lastIndex = at;
    const { symbols, ...times } = ATOM.exec(source)?.groups ?? {};
    if (symbols === undefined) break;
    at = ATOM.lastIndex;
    const { least, most } = timesOf(times);
    steps.push(step(codesOf(symbols), least, most));
  }
  return steps;
}

/** How often what stands before TIMES may stand there, by its groups: once where it does not match. */
function timesOf({
  least,
  most,
  maybe,
}: Readonly<Record<string, string | undefined>>): Pick<Step, 'least' | 'most'> {
  if (maybe !== undefined) return { least: 0, most: 1 };
  return { least: Number(least ?? 1), most: Number(most ?? least ?? 1) };
}

function unnamed(source: string): string {
  return source.replace(/\(\?<\w+>/g, '(?:');
}

const known = new Map<string, Uint8Array>();

function codesOf(symbols: string): Uint8Array {
  const codes = known.get(symbols) ?? makeCodes(symbols);
  known.set(symbols, codes);
  return codes;
}

function makeCodes(symbols: string): Uint8Array {
  const holds = new RegExp(`^${symbols}$`, 's');
  const codes = Uint8Array.from({ length: 256 }, (_, code) =>
    holds.test(String.fromCharCode(code)) ? 1 : 0,
  );
  if (WIDE.test(symbols)) codes[0] = 1;
  return codes;
}
