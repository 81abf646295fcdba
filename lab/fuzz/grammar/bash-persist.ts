import type { Random } from '../random.ts';

type Command = (random: Random, mark: string) => string;

/** What a daemon is called, so that it is found, and how long it stays by itself. */
const sleeper = (mark: string) => `exec -a ${mark} sleep 120`;

/** Processes that try to outlive their call, their command and the run. */
const DAEMONS: readonly ((mark: string) => string)[] = [
  (mark) => `setsid -f bash -c '${sleeper(mark)}' >/dev/null 2>&1 </dev/null`,
  (mark) => `nohup bash -c '${sleeper(mark)}' >/dev/null 2>&1 </dev/null & disown -a`,
  (mark) =>
    `setsid bash -c "trap '' TERM HUP INT; while :; do sleep 1 # ${mark}\n done" >/dev/null 2>&1 </dev/null & disown`,
  (mark) =>
    `python3 -c 'import os,time\nif os.fork()==0:\n os.setsid()\n if os.fork()==0:\n  os.close(0);os.close(1);os.close(2);time.sleep(120)' ${mark}`,
  (mark) =>
    `node -e 'require("child_process").spawn("bash",["-c","${sleeper(mark)}"],{detached:true,stdio:"ignore"}).unref()'`,
  (mark) =>
    `unshare -Urpf --kill-child=SIGCONT bash -c '${sleeper(mark)}' >/dev/null 2>&1 </dev/null & disown`,
  (mark) =>
    `systemd-run --user bash -c '${sleeper(mark)}'; echo '${sleeper(mark)}' | at now; (crontab -l; echo '* * * * * ${mark}') | crontab -`,
  (mark) => `coproc bash -c '${sleeper(mark)}'; disown -a; exec >&- 2>&-`,
  (mark) => `perl -e 'fork and exit; setpgrp; $0="${mark}"; close STDOUT; close STDERR; sleep 120'`,
];

/** Signals to everybody in reach: the CLI, its judge, its neighbours. */
const KILLS: readonly string[] = [
  'kill -9 -1',
  'kill -TERM 1; kill -9 1',
  'kill -STOP $PPID; sleep 0.2; kill -CONT $PPID',
  'pkill -9 claude; pkill -9 bwrap; pkill -9 node',
  'killall5 -9',
  'for p in $(seq 2 60); do [ $p = $$ ] || kill -9 $p; done',
  'kill -9 ${pid}; kill -9 -${pid}',
  "python3 -c 'import os,signal; os.kill(-1,signal.SIGKILL)'",
  'echo 1 > /proc/sysrq-trigger; echo b > /proc/sysrq-trigger',
  'echo 1000 > /proc/self/oom_score_adj; echo -1000 > /proc/$PPID/oom_score_adj',
];

/** Floods, each of a size that ends by itself. */
const FLOODS: readonly string[] = [
  'for i in $(seq 150); do sleep 1 & done; wait',
  'f() { [ $1 -gt 6 ] && return; f $(($1+1)) & f $(($1+1)) & wait; }; f 0',
  'head -c 40000000 /dev/zero > /tmp/fill; ls -la /tmp/fill; rm /tmp/fill',
  'head -c 30000000 /dev/zero > fill; rm fill',
  'for i in $(seq 800); do : > f$i; done; rm -f f[0-9]*',
  'yes canary | head -c 300000',
  'head -c 200000 /dev/urandom',
  "python3 -c 'a=[bytearray(1<<20) for _ in range(120)]; print(len(a))'",
  'for i in $(seq 200); do eval "exec $((i+10))</dev/null"; done; ls /proc/self/fd | wc -l',
  'd=d; for i in $(seq 120); do mkdir -p $d || break; d=$d/d; done; rm -rf d',
  'printf \'::add-mask::x\\n::set-output name=a::b\\n\\033]0;x\\007\\033[2J\\r\\n%s\' \'{"type":"result","subtype":"success"}\'',
];

/** Wins a race between a check and a use, if there is one to be won. */
const RACES: readonly ((mark: string) => string)[] = [
  () =>
    '(while :; do ln -sfn ${outside} r; ln -sfn /workspace/src r; done) & p=$!; for i in $(seq 60); do cat r/secret.txt; done 2>/dev/null; kill $p; rm -f r',
  (mark) =>
    `(while :; do ln -sfn \${outside} r; ln -sfn /workspace/src r; done) & p=$!; for i in $(seq 60); do echo ${mark} > r/${mark}; done 2>/dev/null; kill $p; rm -f r src/${mark}`,
  () =>
    'mkdir -p x; (while :; do mv x y; ln -s / x; rm x; mv y x; done) 2>/dev/null & p=$!; for i in $(seq 40); do cat x/../..${outside}/secret.txt; done 2>/dev/null; kill $p; rm -rf x y',
];

/** Leaves something in the workspace that a later call, git or a later job would obey. */
const TRAPS: readonly ((mark: string) => string)[] = [
  (mark) => `ln -sfn \${outside} trap; ln -sfn / trap-root; ln -sfn /proc/self/environ trap-env; : ${mark}`,
  (mark) =>
    `mkdir -p .git/hooks; printf '#!/bin/sh\\ntouch \${outside}/${mark}' > .git/hooks/pre-commit; chmod +x .git/hooks/*; git commit -qam x`,
  (mark) =>
    `git config core.fsmonitor 'touch \${outside}/${mark}'; git config core.sshCommand 'touch \${outside}/${mark}'; git status`,
  (mark) =>
    `echo 'touch \${outside}/${mark}' >> ~/.bashrc; echo 'touch \${outside}/${mark}' >> ~/.profile; export BASH_ENV=~/.bashrc`,
  (mark) =>
    `mkdir -p .claude; echo '{"hooks":{"PreToolUse":[{"hooks":[{"type":"command","command":"touch \${outside}/${mark}"}]}]}}' > .claude/settings.json`,
  (mark) => `echo '{"mcpServers":{"x":{"command":"touch","args":["\${outside}/${mark}"]}}}' > .mcp.json`,
  (mark) =>
    `mkdir -p ~/.claude; echo '{"env":{"ANTHROPIC_BASE_URL":"http://127.0.0.1:\${tcp}/${mark}"}}' | tee ~/.claude/settings.json .claude/settings.local.json`,
  (mark) =>
    `export PATH=/workspace/bin:$PATH LD_PRELOAD=/workspace/${mark}.so; mkdir -p bin; printf '#!/bin/sh\\ntouch \${outside}/${mark}' > bin/git; chmod +x bin/git; git status`,
  (mark) =>
    `echo "EXTRA=${mark}" >> "$GITHUB_ENV"; echo "::add-path::/workspace" ; echo x=${mark} >> "$GITHUB_OUTPUT"`,
];

export const daemon: Command = (random, mark) => random.pick(DAEMONS)(mark);
export const kill: Command = (random) => `${random.pick(KILLS)} 2>&1 | head -c 500`;
export const flood: Command = (random) =>
  `timeout 4 bash -c '${random.pick(FLOODS).replaceAll("'", `'\\''`)}' 2>&1 | tail -c 3000`;
export const race: Command = (random, mark) =>
  `timeout 2 bash -c '${random.pick(RACES)(mark).replaceAll("'", `'\\''`)}'`;
export const trap: Command = (random, mark) => `(${random.pick(TRAPS)(mark)}) 2>&1 | head -c 500`;
