/** What is no place for a value: a text, a quoted name, a body between dollars. */
const QUOTED = /'(?:[^']|'')*'|"(?:[^"]|"")*"|(\$\w*\$)[^]*?\1/y;

const known = new Map<string, string>();

/** A statement of ours in Postgres' words: its n-th `?` becomes `$n`, those inside quotes stay. */
export function numbered(text: string): string {
  const found = known.get(text) ?? number(text);
  known.set(text, found);
  return found;
}

function number(text: string): string {
  let out = '';
  let values = 0;
  for (let at = 0; at < text.length;) {
    QUOTED.lastIndex = at;
    const quoted = QUOTED.exec(text)?.[0];
    const next = quoted ?? text[at] ?? '';
    out += next === '?' ? `$${(values += 1)}` : next;
    at += next.length;
  }
  return out;
}
