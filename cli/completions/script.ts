import type { Command } from '../command.ts';
import { kindOf, readOption, type Option } from './option.ts';
import type { Shell } from './shells.ts';

/** The completion script of a shell for these commands. All that it holds comes from the table. */
export function completionScript(shell: Shell, commands: readonly Command[]): string {
  const made = commands.map((command): Completed => ({
    name: command.name,
    summary: command.summary,
    verbs: command.verbs ?? [],
    options: [...command.options, '--help'].map(readOption),
  }));
  return { bash: bashScript, zsh: zshScript, fish: fishScript }[shell](made);
}

type Completed = { name: string; summary: string; verbs: readonly string[]; options: readonly Option[] };

const WORDS = ['help', '--help', '--version'];

function bashScript(commands: readonly Completed[]): string {
  const names = [...commands.map(({ name }) => name), ...WORDS].join(' ');
  return `# Completions of dispatch for bash: source <(dispatch completions bash)
_dispatch() {
  local word=\${COMP_WORDS[COMP_CWORD]} before=\${COMP_WORDS[COMP_CWORD-1]}
  COMPREPLY=()
  if [ "$COMP_CWORD" = 1 ]; then
    COMPREPLY=($(compgen -W '${names}' -- "$word"))
    return
  fi
  case "\${COMP_WORDS[1]} $before" in
${commands.flatMap(bashValues).join('\n')}
  esac
  case "\${COMP_WORDS[1]}" in
${commands.map(bashCommand).join('\n')}
    help) COMPREPLY=($(compgen -W '${commands.map(({ name }) => name).join(' ')}' -- "$word")) ;;
  esac
}
complete -o filenames -F _dispatch dispatch
`;
}

function bashValues({ name, options }: Completed): string[] {
  return options.flatMap((option) => {
    const place = `    '${name} ${option.name}'`;
    switch (kindOf(option)) {
      case 'values':
        return [`${place}) COMPREPLY=($(compgen -W '${option.values.join(' ')}' -- "$word")); return ;;`];
      case 'files':
        return [`${place}) COMPREPLY=($(compgen -f -- "$word")); return ;;`];
      case 'folders':
        return [`${place}) COMPREPLY=($(compgen -d -- "$word")); return ;;`];
      case 'free':
        return [`${place}) return ;;`];
      default:
        return [];
    }
  });
}

function bashCommand({ name, verbs, options }: Completed): string {
  const flags = options.map((option) => option.name).join(' ');
  const others = verbs.length === 0 ? 'compgen -f' : `compgen -W '${verbs.join(' ')}'`;
  return `    ${name})
      case "$word" in
        -*) COMPREPLY=($(compgen -W '${flags}' -- "$word")) ;;
        *) COMPREPLY=($(${others} -- "$word")) ;;
      esac ;;`;
}

function zshScript(commands: readonly Completed[]): string {
  return `#compdef dispatch
# Completions of dispatch for zsh: dispatch completions zsh > a folder of your $fpath, as _dispatch
_dispatch() {
  local -a commands
  commands=(
${commands.map(({ name, summary }) => `    ${zshQuoted(`${name}:${summary}`)}`).join('\n')}
  )
  if (( CURRENT == 2 )); then
    _describe 'command' commands
    return
  fi
  case "$words[2]" in
${commands.map(zshCommand).join('\n')}
    help) _describe 'command' commands ;;
  esac
}
if [ "$funcstack[1]" = _dispatch ]; then _dispatch "$@"; else compdef _dispatch dispatch; fi
`;
}

function zshCommand({ name, verbs, options }: Completed): string {
  const rest = verbs.length === 0 ? `'*:file:_files'` : `'2:verb:(${verbs.join(' ')})' '*:file:_files'`;
  return `    ${name}) _arguments ${options.map(zshOption).join(' ')} ${rest} ;;`;
}

function zshOption(option: Option): string {
  const value = `${option.name}=:${option.takes ?? ''}:`;
  switch (kindOf(option)) {
    case 'nothing':
      return zshQuoted(option.name);
    case 'values':
      return zshQuoted(`${option.name}=:value:(${option.values.join(' ')})`);
    case 'files':
      return zshQuoted(`${value}_files`);
    case 'folders':
      return zshQuoted(`${value}_files -/`);
    case 'free':
      return zshQuoted(value);
  }
}

function zshQuoted(text: string): string {
  return `'${text.replaceAll("'", `'\\''`)}'`;
}

function fishScript(commands: readonly Completed[]): string {
  const first = '__fish_use_subcommand';
  const lines = commands.flatMap(({ name, summary, verbs, options }) => {
    const inside = `-n '__fish_seen_subcommand_from ${name}'`;
    return [
      `complete -c dispatch -n ${first} -f -a ${name} -d ${fishQuoted(summary)}`,
      ...(verbs.length === 0 ? [] : [`complete -c dispatch ${inside} -f -a '${verbs.join(' ')}'`]),
      ...options.map(
        (option) => `complete -c dispatch ${inside} -l ${option.name.slice(2)}${fishValue(option)}`,
      ),
    ];
  });
  return `# Completions of dispatch for fish: dispatch completions fish | source\n${lines.join('\n')}\n`;
}

function fishValue(option: Option): string {
  switch (kindOf(option)) {
    case 'nothing':
      return '';
    case 'values':
      return ` -x -a '${option.values.join(' ')}'`;
    case 'folders':
      return ` -x -a '(__fish_complete_directories)'`;
    case 'files':
      return ' -r';
    case 'free':
      return ' -x';
  }
}

function fishQuoted(text: string): string {
  return `'${text.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}'`;
}
