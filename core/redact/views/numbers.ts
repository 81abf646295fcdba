import type { View } from './view.ts';

const NUMBER = /\d{1,7}/g;

/** A list of decimal character codes. */
export const numbers: View = {
  name: 'numbers',
  of: ({ unescaped }) => {
    const codes = (unescaped.match(NUMBER) ?? []).map(Number).filter((code) => code >= 32 && code <= 126);
    return codes.length < 6 ? [] : [codes.map((code) => String.fromCharCode(code)).join('')];
  },
};
