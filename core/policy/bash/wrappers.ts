/**
 * How a program that runs the command in its own words reads them. `flags` and `values` are its options
 * without and with a value; `skip` counts the operands before the command.
 */
export type Wrapper = {
  flags: readonly string[];
  values: readonly string[];
  skip?: number;
  /** `-5` is an option. */
  number?: true;
  /** `NAME=value` words before the command are assignments for it. */
  assigns?: true;
  /** Words from its input are added to the command. */
  adds?: true;
  /** With one of these it only tells about the command. */
  asks?: readonly string[];
  /** Whether running a command by it is as harmless as running the command itself. */
  light: boolean;
};

const none = { flags: [], values: [] };

/** The wrappers whose command can be read from their words. */
export const wrappers: ReadonlyMap<string, Wrapper> = new Map(
  Object.entries({
    env: {
      flags: ['-i', '-', '-0', '-v', '--ignore-environment', '--null', '--debug'],
      values: ['-u', '--unset', '-C', '--chdir'],
      assigns: true,
      light: true,
    },
    command: { flags: ['-p'], values: [], asks: ['-v', '-V', '-pv', '-pV'], light: true },
    builtin: { ...none, light: true },
    exec: { flags: ['-c', '-l', '-cl'], values: ['-a'], light: false },
    nohup: { ...none, light: true },
    nice: { flags: [], values: ['-n', '--adjustment'], number: true, light: true },
    ionice: { flags: ['-t'], values: ['-c', '-n', '--class', '--classdata'], light: true },
    timeout: {
      flags: ['-v', '--verbose', '--foreground', '--preserve-status'],
      values: ['-s', '-k', '--signal', '--kill-after'],
      skip: 1,
      light: true,
    },
    time: { flags: ['-p', '-v', '--portability', '--verbose'], values: ['-f', '--format'], light: true },
    stdbuf: { flags: [], values: ['-i', '-o', '-e', '--input', '--output', '--error'], light: true },
    setsid: { flags: ['-c', '-f', '-w', '--ctty', '--fork', '--wait'], values: [], light: false },
    sudo: {
      flags: ['-n', '-E', '-H', '-S', '-k', '-b'],
      values: ['-u', '-g', '-C'],
      assigns: true,
      light: false,
    },
    doas: { flags: ['-n'], values: ['-u'], light: false },
    xargs: {
      flags: ['-0', '-r', '-t', '-x', '--null', '--no-run-if-empty', '--verbose', '--exit', '-0r', '-r0'],
      values: [
        '-n',
        '-P',
        '-L',
        '-d',
        '-s',
        '-E',
        '-a',
        '--max-args',
        '--max-procs',
        '--delimiter',
        '--arg-file',
      ],
      adds: true,
      light: true,
    },
  } satisfies Record<string, Wrapper>),
);

const words = (text: string): ReadonlySet<string> => new Set(text.split(/\s+/));

/** Shells: `-c` is code that can be read, everything else they run is not. */
export const shells = words('bash sh dash zsh ksh mksh ash rbash fish');

/** They run commands in ways that are not read here. */
export const runners = words(`parallel ssh su script flock chroot unshare nsenter systemd-run strace ltrace
  gdb lldb tmux screen at batch crontab busybox toybox expect run-parts entr watch npx bunx pnpx uvx pipx
  setpriv runuser unbuffer valgrind perf daemonize start-stop-daemon socat nc ncat docker podman fakeroot
  taskset chrt numactl prlimit ld.so xterm dbus-run-session sg newgrp capsh proot bwrap firejail`);

/** Builtins that change what later words mean, or run text. */
export const rewriters = words(
  'alias unalias enable complete compgen compopt bind fc hash shopt set history jobs',
);

/** Programs that are a language, or that hold one in their options. */
export const languages =
  words(`python python2 python3 pypy pypy3 perl ruby irb node nodejs deno bun tsx ts-node php
  lua luajit tclsh wish Rscript R julia awk gawk mawk nawk original-awk sed gsed ed ex vi vim nvim view emacs nano
  less more man m4 bc dc gnuplot osascript pwsh groovy scala java jshell ghc runghc tar bsdtar rsync rg sort zip
  make gmake cmake ninja ctest npm pnpm yarn cargo go gcc cc g++ clang ld gradle mvn rake bundle pip pip3 uv poetry
  fd fdfind pytest tox nox vitest jest mocha eslint`);
