/** What a line on standard output may do to the step that printed it. */
export type CommandHost = {
  output: (line: string) => void;
  issue: (level: 'error' | 'warning' | 'notice', message: string) => void;
  debug: (message: string) => void;
  mask: (value: string) => void;
  setOutput: (name: string, value: string) => void;
  saveState: (name: string, value: string) => void;
  /** The step fails, whatever its exit code. */
  fail: (message: string) => void;
};

type Command = { name: string; properties: Map<string, string>; data: string };

const HANDLERS: Record<string, (command: Command, host: CommandHost) => void> = {
  'add-mask': ({ data }, host) => {
    if (data.trim() === '') host.issue('warning', "Can't add secret mask for empty string");
    else host.mask(data);
  },
  error: ({ data }, host) => host.issue('error', data),
  warning: ({ data }, host) => host.issue('warning', data),
  notice: ({ data }, host) => host.issue('notice', data),
  debug: ({ data }, host) => host.debug(data),
  group: ({ data }, host) => host.output(`##[group]${data}`),
  endgroup: ({ data }, host) => host.output(`##[endgroup]${data}`),
  echo: () => undefined,
  'set-output': ({ properties, data }, host) => {
    host.issue('warning', 'The `set-output` command is deprecated. Please use Environment Files');
    host.setOutput(required(properties, 'set-output'), data);
  },
  'save-state': ({ properties, data }, host) => {
    host.issue('warning', 'The `save-state` command is deprecated. Please use Environment Files');
    host.saveState(required(properties, 'save-state'), data);
  },
  'set-env': (_, host) => host.fail('The `set-env` command is disabled. Please use Environment Files'),
  'add-path': (_, host) => host.fail('The `add-path` command is disabled. Please use Environment Files'),
  'add-matcher': (_, host) =>
    host.issue('warning', 'the stand-in does not support add-matcher: it has no effect'),
  'remove-matcher': () => undefined,
};

function required(properties: Map<string, string>, command: string): string {
  const name = properties.get('name');
  if (!name) throw new Error(`Required field 'name' is missing in ##[${command}] command.`);
  return name;
}

/**
 * Makes the reader of one process's output. It returns true for a line that was a command, in the new
 * (`::name key=value::data`) or the old (`##[name key=value]data`) form, and acts on it.
 */
export function makeCommandReader(host: CommandHost): (line: string) => boolean {
  let stopToken: string | undefined;
  const known = () => new Set([...Object.keys(HANDLERS), 'stop-commands', ...(stopToken ? [stopToken] : [])]);
  return (line) => {
    const command = parseNew(line, known()) ?? parseOld(line, known());
    if (!command) return false;
    if (stopToken !== undefined) {
      if (command.name.toLowerCase() !== stopToken.toLowerCase()) return false;
      stopToken = undefined;
      host.output(line);
      return true;
    }
    if (command.name.toLowerCase() === 'stop-commands') {
      stopToken = acceptStop(command.data, known(), host);
      if (stopToken !== undefined) host.output(line);
      return true;
    }
    try {
      HANDLERS[command.name.toLowerCase()]?.(command, host);
    } catch (error) {
      host.fail(`Unable to process command '${line}' successfully. ${(error as Error).message}`);
    }
    return true;
  };
}

/** The real runner refuses tokens that anybody could guess, and hides those it accepts. */
function acceptStop(token: string, known: Set<string>, host: CommandHost): string | undefined {
  if (token === '' || known.has(token) || token.toLowerCase() === 'pause-logging') {
    host.fail('You cannot use a endToken that is an empty string, the string `pause-logging`, or a command');
    return undefined;
  }
  if (token.length > 6) host.mask(token);
  return token;
}

function parseNew(line: string, known: Set<string>): Command | undefined {
  const text = line.trimStart();
  if (!text.startsWith('::')) return undefined;
  const end = text.indexOf('::', 2);
  if (end < 0) return undefined;
  return build(text.slice(2, end), text.slice(end + 2), known, ',', unescapeNew);
}

function parseOld(line: string, known: Set<string>): Command | undefined {
  const start = line.indexOf('##[');
  const end = line.indexOf(']', start);
  if (start < 0 || end < 0) return undefined;
  return build(line.slice(start + 3, end), line.slice(end + 1), known, ';', unescapeOld);
}

function build(
  head: string,
  data: string,
  known: Set<string>,
  separator: string,
  unescape: (text: string) => string,
): Command | undefined {
  const space = head.indexOf(' ');
  const name = space < 0 ? head : head.slice(0, space);
  const isKnown = [...known].some((command) => command.toLowerCase() === name.toLowerCase());
  if (!isKnown) return undefined;
  const properties = new Map<string, string>();
  for (const pair of space < 0
    ? []
    : head
        .slice(space + 1)
        .trim()
        .split(separator)) {
    const at = pair.indexOf('=');
    if (at > 0 && at < pair.length - 1) properties.set(pair.slice(0, at), unescape(pair.slice(at + 1)));
  }
  return { name, properties, data: unescape(data) };
}

function unescapeNew(text: string): string {
  const plain: Record<string, string> = { '0D': '\r', '0A': '\n', '3A': ':', '2C': ',', '25': '%' };
  return text.replace(/%(0D|0A|3A|2C|25)/g, (_, code: string) => plain[code] ?? '');
}

function unescapeOld(text: string): string {
  const plain: Record<string, string> = { '3B': ';', '0D': '\r', '0A': '\n', '5D': ']', '25': '%' };
  return text.replace(/%(3B|0D|0A|5D|25)/g, (_, code: string) => plain[code] ?? '');
}
