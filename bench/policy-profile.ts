import type { PolicyPlan } from '../core/policy/limits.ts';

const words = (text: string) => text.trim().split(/\s+/);

const git = words('log status diff show blame branch ls-files rev-parse describe shortlog cat-file grep');
const programs = words(`ls cat head tail wc sort uniq cut tr grep rg find jq sed diff stat file du basename
  dirname realpath`);
const scripts = words('build lint format types unit e2e docs bench coverage release-notes');
const packages =
  words(`api auth billing cache cli config core docs events gateway jobs mail metrics mobile queue
  search store tokens ui web`);

/** 200 rules as a large repository's profile has them: commands, scripts of each part, folders of each part. */
const allowed = [
  ...git.map((command) => `Bash(git ${command} *)`),
  ...programs.map((program) => `Bash(${program} *)`),
  ...scripts.map((script) => `Bash(npm run ${script} *)`),
  ...packages.flatMap((name) => [`Bash(npm run build:${name})`, `Bash(npm run test:${name}*)`]),
  ...packages.map((name) => `Bash(npx vitest run packages/${name}/*)`),
  ...words('test build check clippy fmt').map((command) => `Bash(cargo ${command} *)`),
  ...words('test vet build').map((command) => `Bash(go ${command} ./...)`),
  ...packages.flatMap((name) => [
    `Read(packages/${name}/**)`,
    `Edit(packages/${name}/src/**)`,
    `Edit(packages/${name}/test/**)`,
    `Write(packages/${name}/docs/*.md)`,
  ]),
  ...words('Grep Glob Read(*.md) Read(docs/) Edit(docs/**/*.md) Write(docs/adr/*.md)'),
  ...words('Bash(make) Bash(npm:test) Read(*.json)').map((rule) => rule.replace('npm:', 'npm ')),
];

const disallowed = [
  ...words('git:push:* git:*:--force git:reset:* npm:publish chmod:777:*').map((rule) =>
    rule.replaceAll(':', ' '),
  ),
  ...words('rm curl wget sudo docker kubectl ssh aws gcloud').map((program) => `${program} *`),
].map((pattern) => `Bash(${pattern})`);

const tools = ['Read', 'Grep', 'Glob', 'Edit', 'Write', 'Bash'];

const whole: PolicyPlan = {
  tools,
  allowedTools: allowed,
  disallowedTools: [...disallowed, 'Edit(**/package-lock.json)', 'Edit(infra/**)', 'Read(**/*.pem)'],
  taintedTools: tools,
  policy: 'allow_list',
  timeoutMinutes: 10,
};

/** A profile with 200 rules in `allowed_tools`. */
export const manyRules: PolicyPlan = whole;

/** The same tools without rules of what of them, but for what is disallowed: every word of every line is read. */
export const openRules: PolicyPlan = { ...whole, allowedTools: tools };

const PLACES = [
  'src/index.ts',
  'src/deep/er/and/deeper/file.test.ts',
  'test/a.ts',
  'docs/a.md',
  'package.json',
];

/** Inputs of file tools: what the profile allows, what it does not, and what no profile does. */
export const pathCalls = packages
  .flatMap((name) => PLACES.map((place) => `packages/${name}/${place}`))
  .concat(
    words('README.md docs/adr/7.md infra/main.tf .env .github/workflows/ci.yml ../../etc/passwd a/../b.pem'),
  )
  .flatMap((path) => [
    { tool: 'Read', input: { file_path: `/workspace/${path}` } },
    { tool: 'Edit', input: { file_path: path, old_string: 'a', new_string: 'b' } },
    { tool: 'Write', input: { file_path: path, content: 'a' } },
    { tool: 'Grep', input: { pattern: 'TODO', path, glob: '*.ts' } },
    { tool: 'Glob', input: { pattern: `${path}/**/*.ts` } },
  ])
  .map((call) => ({ ...call, actor: 'main' }));
