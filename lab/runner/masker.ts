export type Masker = {
  /** Hides a value, each of its lines, and the main encodings of both, from here on. */
  add(value: string): void;
  mask(text: string): string;
};

/** GitHub's masker: `***` for registered values and the encodings its runner registers with them. */
export function makeMasker(): Masker {
  const hidden = new Set<string>();
  return {
    add(value) {
      const lines = value.split(/[\r\n]+/).map((line) => line.trim());
      for (const secret of [value, ...lines]) {
        if (secret === '') continue;
        hidden.add(secret);
        for (const form of encodings(secret)) if (form !== '') hidden.add(form);
      }
    },
    mask: (text) => maskAll(text, hidden),
  };
}

/** The forms of the real runner's `ValueEncoders`, base64 at three offsets among them. */
function encodings(secret: string): string[] {
  const bytes = Buffer.from(secret);
  const shifted = [0, 1, 2].map((shift) =>
    bytes.subarray(bytes.length > shift ? shift : 0).toString('base64'),
  );
  const xml: Record<string, string> = {
    '<': '&lt;',
    '>': '&gt;',
    '"': '&quot;',
    "'": '&apos;',
    '&': '&amp;',
  };
  return [
    ...shifted,
    secret.replaceAll('"', '\\"'),
    secret.replaceAll("'", "''"),
    JSON.stringify(secret).slice(1, -1),
    encodeURIComponent(secret.toWellFormed()).replace(/[!'()*]/g, percent),
    secret.replace(/[<>"'&]/g, (character) => xml[character] ?? character),
    secret.length > 8 && /^".*"$/s.test(secret) ? secret.slice(1, -1) : '',
  ];
}

function percent(character: string): string {
  return `%${character.charCodeAt(0).toString(16).toUpperCase()}`;
}

function maskAll(text: string, hidden: ReadonlySet<string>): string {
  const found: { start: number; end: number }[] = [];
  for (const secret of hidden) {
    for (let at = text.indexOf(secret); at >= 0; at = text.indexOf(secret, at + 1)) {
      found.push({ start: at, end: at + secret.length });
    }
  }
  if (found.length === 0) return text;
  let masked = '';
  let upTo = 0;
  let open = -1;
  for (const { start, end } of found.toSorted((left, right) => left.start - right.start)) {
    if (open < 0 || start > upTo) {
      masked += `${text.slice(upTo, start)}***`;
      open = start;
    }
    upTo = Math.max(upTo, end);
  }
  return masked + text.slice(upTo);
}
