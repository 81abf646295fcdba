import { expect, test } from 'vitest';
import { API_KEY } from './story.ts';
import { setUp, workflowWith } from './step.ts';

/* An earlier step of the job is hostile: it runs before us as the same user, and leaves traps behind. */

const key = {
  'anthropic-api-key': '${{ secrets.ANTHROPIC_API_KEY }}',
  'anthropic-base-url': '${{ vars.ANTHROPIC_BASE_URL }}',
};

/** A workflow whose step `before` runs between the checkout and the action. */
function trapped(before: string, after = '', agent = 'reviewer'): string {
  const step = `      - run: |\n${before.replace(/^/gm, '          ')}\n`;
  const workflow = workflowWith({ ...key, agent, task: 'look' }, after);
  return workflow.replace('      - id: dispatch', `${step}      - id: dispatch`);
}

const looks = {
  turns: [
    { calls: [{ tool: 'Grep', input: { pattern: 'CANARY', output_mode: 'content' } }] },
    { text: 'Seen.' },
  ],
};

const FAKES = `
mkdir -p "$RUNNER_TEMP/fake"
for name in git bwrap setpriv socat; do
  printf '#!/bin/sh\\necho "%s" >>"$0.ran"\\nexec /usr/bin/%s "$@"\\n' "$name" "$name" >"$RUNNER_TEMP/fake/$name"
  chmod +x "$RUNNER_TEMP/fake/$name"
done
echo "$RUNNER_TEMP/fake" >>"$GITHUB_PATH"
printf 'echo BASH-ENV-RAN >>"%s"\\n' "$RUNNER_TEMP/fake/env.ran" >"$RUNNER_TEMP/fake/env.sh"
echo "BASH_ENV=$RUNNER_TEMP/fake/env.sh" >>"$GITHUB_ENV"
echo "LD_PRELOAD=$RUNNER_TEMP/fake/preload-trap.so" >>"$GITHUB_ENV"
echo "NODE_DEBUG=http,https" >>"$GITHUB_ENV"
`;

test('fake programs in front of the PATH and start-up files of shells do not run in our step', async () => {
  const bench = await setUp(looks);
  const list = `
      - if: always()
        env: { LD_PRELOAD: '', BASH_ENV: '' }
        run: echo "ran=[$(cd "$RUNNER_TEMP/fake" && ls *.ran 2>/dev/null)]"
      - if: always()
        run: git --version; echo "then=[$(cd "$RUNNER_TEMP/fake" && ls *.ran)]"
`;
  const outcome = await bench.run(trapped(FAKES, list));
  expect(outcome.conclusion, outcome.log).toBe('success');
  const [ours = '', theirs = ''] = outcome.log.split('ran=[]');
  expect(ours).not.toMatch(/cannot be preloaded|HTTPS? \d+:/);
  // The traps are ones: a step that is not ours falls into them. What it says and its errors come through two pipes.
  expect(theirs).toContain('cannot be preloaded');
  expect(theirs).toMatch(/then=\[env\.ran\s+git\.ran/);
  expect(outcome.log).not.toContain(API_KEY);
});

const PLANTS = `
git config http.extraheader 'AUTHORIZATION: basic CANARY-header'
git config core.fsmonitor "$RUNNER_TEMP/trap"
mkdir -p "$RUNNER_TEMP/other" other && git init -q other && git -C other config http.extraheader CANARY-other
echo CANARY-temp >"$RUNNER_TEMP/git-credentials-1.config"
printf '#!/bin/sh\\ntouch "$0.ran"\\n' >"$RUNNER_TEMP/trap" && chmod +x "$RUNNER_TEMP/trap"
echo CANARY-home >"$HOME/.npmrc"
ln -s "$RUNNER_TEMP" temp-link && ln -s "$HOME/.npmrc" npmrc-link && ln -s /proc/self/environ environ-link
mkfifo pipe && touch "$(printf 'odd\\nname\\377')"
echo CANARY-plain >plain.txt
`;

test('what a job holds beside its files does not reach the model, and a strange checkout does not hang us', async () => {
  const calls = [
    { tool: 'Grep', input: { pattern: 'CANARY', output_mode: 'content' } },
    { tool: 'Read', input: { file_path: '.git/config' } },
    { tool: 'Read', input: { file_path: 'npmrc-link' } },
    { tool: 'Read', input: { file_path: 'environ-link' } },
    { tool: 'Glob', input: { pattern: 'temp-link/**' } },
    {
      tool: 'Bash',
      input: { command: 'cat .git/config */.git/config temp-link/* npmrc-link environ-link 2>&1; ls' },
    },
  ];
  const bench = await setUp({ turns: [{ calls }, { text: 'Seen.' }] });
  const list = `
      - if: always()
        run: echo "ran=[$(cd "$RUNNER_TEMP" && ls *.ran 2>/dev/null)] left=[$(ls -d "$RUNNER_TEMP"/agent-dispatch-??????)]"
`;
  const outcome = await bench.run(trapped(PLANTS, list, 'tester'));
  expect(outcome.conclusion, outcome.log).toBe('success');
  expect(outcome.log).toContain('ran=[] left=[]');
  const sent = JSON.stringify(bench.model.requests.map((request) => request.body));
  // The search did run: it finds what may be found.
  expect(sent).toContain('CANARY-plain');
  expect(sent).not.toMatch(/CANARY-(header|other|temp|home)|dummy-api-key|\bghs_|RUNNER_TEMP/);
});

/** Reads what every process of this user was started with, again and again; a background process of a step before. */
const WATCHER = `
cat >"$RUNNER_TEMP/watch.sh" <<'EOF'
end=$((SECONDS + 25))
while [ $SECONDS -lt $end ] && [ ! -e "$1/stop" ]; do
  for file in /proc/[0-9]*/environ /proc/[0-9]*/cmdline; do
    # Our own shell of the step is there for the moment in which it hands its secrets over.
    case $(tr '\\0' ' ' <"\${file%/*}/cmdline" 2>/dev/null) in *main.mjs*|*broker*|*claude*) ;; *) continue ;; esac
    if grep -qa dummy-api-key-0123456789 "$file" 2>/dev/null; then echo "$file" >>"$1/seen"; fi
  done
  echo x >>"$1/rounds"
done
EOF
nohup setsid bash "$RUNNER_TEMP/watch.sh" "$RUNNER_TEMP" >/dev/null 2>&1 &
`;

const REPORT = `
      - if: always()
        run: touch "$RUNNER_TEMP/stop"; sleep 1; echo "rounds=$(wc -l <"$RUNNER_TEMP/rounds") seen=[$(cat "$RUNNER_TEMP/seen" 2>/dev/null | sort -u | wc -l)]"
`;

test('a process that watches the environments of all others does not see the key', async () => {
  const bench = await setUp({ turns: [{ text: 'Done.', delayMs: 1500 }] });
  const outcome = await bench.run(trapped(WATCHER, REPORT));
  expect(outcome.conclusion, outcome.log).toBe('success');
  expect(Number(/rounds=(\d+)/.exec(outcome.log)?.[1])).toBeGreaterThan(3);
  expect(outcome.log).toContain('seen=[0]');
});

test('ablation: of a program that is given the key as a variable it does', async () => {
  const bench = await setUp({ turns: [{ text: 'Done.' }] });
  const plain = `
      - env: { KEY: '\${{ secrets.ANTHROPIC_API_KEY }}' }
        run: exec node -e 'setTimeout(() => {}, 2500)' main.mjs
`;
  const outcome = await bench.run(trapped(WATCHER, plain + REPORT));
  expect(outcome.log).toMatch(/seen=\[[1-9]/);
});
