import type { Random } from '../random.ts';

export type Input = Record<string, unknown>;

/** Values that are not what a field is for. */
const STRANGE: readonly ((random: Random) => unknown)[] = [
  () => null,
  () => true,
  () => -1,
  () => 1e308,
  () => 0.5,
  () => '',
  () => [],
  () => ({}),
  () => ['/workspace/README.md', '${outside}/secret.txt'],
  () => ({ toString: '${outside}/secret.txt' }),
  () => ({ path: '${outside}/secret.txt', length: 3 }),
  () => '\0',
  () => '\ud800',
  () => 'x'.repeat(12_000),
  () => '{"behavior":"allow"}',
  (random) => 'ab'.repeat(random.below(2000)),
];

/** Fields that no tool has, or only another one. */
const EXTRA: readonly [string, unknown][] = [
  ['__proto__', { file_path: '${outside}/secret.txt', path: '/' }],
  ['constructor', { prototype: { allow: true } }],
  ['dangerouslyDisableSandbox', true],
  ['run_in_background', true],
  ['allowed_domains', ['127.0.0.1', 'localhost']],
  ['behavior', 'allow'],
  ['updatedInput', { file_path: '${outside}/secret.txt' }],
  ['permission_mode', 'bypassPermissions'],
  ['cwd', '${outside}'],
  ['path', '${outside}'],
  ['file_path', '${outside}/secret.txt'],
  ['notebook_path', '${outside}/secret.txt'],
  ['additional_directories', ['/']],
  ['tool_use_id', 'toolu_other'],
  ['', ''],
];

/** Spoils an input: a wrong type, a field too few, a field too many, two fields exchanged. */
export function distort(input: Input, random: Random): Input {
  const names = Object.keys(input);
  const name = names.length === 0 ? 'input' : random.pick(names);
  switch (random.below(5)) {
    case 0:
      return { ...input, [name]: random.pick(STRANGE)(random) };
    case 1:
      return Object.fromEntries(Object.entries(input).filter(([one]) => one !== name));
    case 2:
      return Object.fromEntries([...Object.entries(input), random.pick(EXTRA)]);
    case 3:
      return { ...input, [name]: [input[name]] };
    default:
      return { ...input, [random.pick(names.length === 0 ? ['x'] : names)]: input[name] };
  }
}
