import { withoutHidden } from '../redact/hidden.ts';

/** Makes text inert for the CLI's own prompt syntax; readable text stays as it was. */
export function neutralise(text: string): string {
  return withoutHidden(text).replace(/(^|\s)@/g, '$1\\@');
}

/** Text that nobody vouches for, without the word that ends it: what is taken away leaves a mark, so nothing grows together. */
export function fencedText(text: string, fence: string): string {
  return neutralise(text).replaceAll(fence, '[…]');
}
