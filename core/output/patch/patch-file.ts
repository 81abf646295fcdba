/** One file as a change leaves it: its mode and its text; both null where it is deleted. */
export type PatchFile =
  | { readonly path: string; readonly mode: '100644' | '100755'; readonly content: string }
  | { readonly path: string; readonly mode: null; readonly content: null };
