import type { View } from './view.ts';

const CODE = /=([0-9A-F]{2})/g;

/** Quoted-printable: `=41` for a byte, `=` at the end of a line for none. */
export const quotedPrintable: View = {
  name: 'quoted-printable',
  of: ({ unescaped }) => [
    unescaped
      .replace(/=\r?\n/g, '')
      .replace(CODE, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16))),
  ],
};
