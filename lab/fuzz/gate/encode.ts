/** One way to write a text so that a search for it fails, though a reader can still have it. */
export type Encode = (text: string) => string;
