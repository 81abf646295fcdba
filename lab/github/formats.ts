import { z } from 'zod';

/** What the description's names of formats mean, as far as a text can be held to them. */
export const formats: Record<string, RegExp | ((text: string) => boolean)> = {
  'date-time': z.regexes.datetime({ offset: true }),
  email: z.regexes.html5Email,
  uri: (text) => URL.canParse(text),
  // An address, once each of its expressions stands for something.
  'uri-template': (text) =>
    URL.canParse(text.replaceAll(/\{[^{}]+\}/g, 'x')) && !/[{}]/.test(text.replaceAll(/\{[^{}]+\}/g, '')),
  // `owner/name`.
  'repo.nwo': /^[\w.-]+\/[\w.-]+$/,
};
