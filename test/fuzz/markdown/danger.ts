/** What acts, leads away, hides or floods in a comment. */
export const dangers = [
  'image',
  'html',
  'link',
  'address',
  'footnote',
  'mention',
  'team',
  'keyword',
  'reference',
  'command',
  'hidden',
  'comment',
  'diagram',
  'checkbox',
  'bomb',
] as const;
export type Danger = (typeof dangers)[number];

/** What may be live all the same: links to these hosts, mentions of these logins. */
export type Harmless = { readonly hosts: readonly string[]; readonly logins: readonly string[] };
