/** A text in the forms every view starts from. */
export type Forms = { readonly unescaped: string; readonly folded: string };

/** One way of undoing a disguise: the texts it might have been. Linear in the input. */
export type View = { readonly name: string; readonly of: (forms: Forms) => readonly string[] };

/** The text backwards, by UTF-16 unit. */
export function backwards(text: string): string {
  return Array.from({ length: text.length }, (_, index) => text[text.length - 1 - index]).join('');
}

/** Bytes as a string of one character each, UTF-16's zero bytes left out. */
export function binaryString(bytes: Uint8Array): string {
  let text = '';
  for (let at = 0; at < bytes.length; at += 8192) {
    text += String.fromCharCode(...bytes.subarray(at, at + 8192));
  }
  return text.replaceAll('\0', '');
}
