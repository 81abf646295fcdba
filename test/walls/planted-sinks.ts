/** The first lines of a planted file: one folder below edge/, as the real ones are. */
const IMPORTS = `import type { Outbound } from '../../core/redact/gate.ts';\n`;

/** Sinks that keep to the wall, and look as if they did not. */
export const CLEAN: readonly string[] = [
  `export function say(line: Outbound): void {}`,
  `type Quiet = Outbound;\nexport function say(line: Quiet): void {}`,
  `export const say = async (line: Outbound | null, level: 'info' | 'error', count = 1) => {};`,
  `type Page = { text: Outbound; parts?: readonly Outbound[]; count: number };\nexport function say(page: Page): void {}`,
  `export function say(line: Outbound, stop: AbortSignal, at: Date, to?: (line: string) => void): void {}`,
  `export const open = () => ({ say: (line: Outbound) => {}, name: 'log', size: 1 });`,
  `export function say<Line extends Outbound>(line: Line): string { return ''; }`,
  `type Json = string;\nfunction inner(text: Json): void {}\nexport const words = ['a'];\nexport type { Json };`,
];

/** Sinks that accept text which did not pass the gate. */
export const BREACHES: readonly (readonly [what: string, text: string])[] = [
  ['a string', `export function say(line: string): void {}`],
  ['an alias of string', `type Line = string;\nexport function say(line: Line): void {}`],
  [
    'an alias that is called Outbound',
    `type Line = Forged;\ntype Forged = string;\nexport const say = (line: Line) => {};`,
  ],
  [
    'another seal',
    `import type { Sealed } from '../../core/seal.ts';\nexport const say = (line: Sealed<'Document'>) => {};`,
  ],
  [
    'a look-alike of the seal',
    `declare const brand: unique symbol;\ntype Fake = { readonly [brand]: 'Outbound'; text: string };\nexport const say = (line: Fake) => {};`,
  ],
  ['any', `export function say(line: any): void {}`],
  ['an implied any', `export const say = ((line) => {}) as (line: any) => void;`],
  ['unknown', `export function say(line: unknown): void {}`],
  ['object', `export function say(line: object): void {}`],
  ['an empty type', `export function say(line: {}): void {}`],
  ['a generic', `export function say<Line>(line: Line): void {}`],
  ['a generic of strings', `export function say<Line extends string>(line: Line): void {}`],
  ['a union', `export function say(line: Outbound | string): void {}`],
  ['an optional string', `export function say(line: Outbound, more?: string): void {}`],
  ['a default', `export function say(line: Outbound, more = ''): void {}`],
  ['a template', 'export function say(line: `[x] ${string}`): void {}'],
  ['a field', `export function say(page: { text: Outbound; title: string }): void {}`],
  ['a deep field', `export function say(page: { parts: { head?: { title: string } }[] }): void {}`],
  [
    'a type with a field',
    `type Page = Readonly<Partial<{ title: string }>>;\nexport const say = (page: Page) => {};`,
  ],
  ['an interface', `interface Page { title: string }\nexport const say = (page: Page) => {};`],
  ['an array', `export function say(lines: readonly string[]): void {}`],
  ['a tuple', `export function say(line: [Outbound, string]): void {}`],
  ['the rest', `export function say(line: Outbound, ...more: string[]): void {}`],
  ['a record', `export function say(lines: Record<'a', string>): void {}`],
  ['the keys of a record', `export function say(lines: Record<string, Outbound>): void {}`],
  ['a map', `export function say(lines: Map<number, string>): void {}`],
  ['a promise', `export function say(line: Promise<string>): void {}`],
  ['bytes', `export function say(line: Uint8Array): void {}`],
  ['a buffer', `export function say(line: Buffer): void {}`],
  ['a stream', `export function say(line: ReadableStream): void {}`],
  ['an error', `export function say(error: Error): void {}`],
  ['an address', `export function say(url: URL): void {}`],
  ['a function that gives it', `export function say(line: () => string): void {}`],
  ['an iterator', `export function say(lines: AsyncIterable<string>): void {}`],
  [
    'an overload',
    `export function say(line: Outbound): void;\nexport function say(line: string): void;\nexport function say(line: Outbound | string): void {}`,
  ],
  ['a method of what is returned', `export const open = () => ({ say(line: string) {} });`],
  ['a method of what is promised', `export const open = async () => ({ say: (line: string) => {} });`],
  ['a function that is returned', `export const open = (a: Outbound) => (line: string) => {};`],
  ['a member of an object', `export const log = { say(line: string) {} };`],
  ['a class', `export class Log { say(line: string): void {} }`],
  ['a constructor', `export class Log extends Error { constructor(line: string) { super(line); } }`],
  ['an exported any', `export const log: any = null;`],
  [
    'a function of others',
    `import { writeReadable } from '../files/run-folder.ts';\nexport const say = writeReadable;`,
  ],
  ['a re-export', `export { writeReadable } from '../files/run-folder.ts';`],
  ['a renamed re-export', `export { writeReadable as say } from '../files/run-folder.ts';`],
  ['a re-export of all', `export * from '../files/run-folder.ts';`],
  ['a re-export as one name', `export * as files from '../files/run-folder.ts';`],
  ['a re-export of the runner', `export { info } from '@actions/core';`],
];

/** The planted files: their path to their text. */
export function plantedFiles(texts: readonly string[], name: string): Record<string, string> {
  return Object.fromEntries(texts.map((text, at) => [`edge/planted/${name}-${at}.ts`, IMPORTS + text]));
}
