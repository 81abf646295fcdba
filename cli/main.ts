import about from '../package.json' with { type: 'json' };
import { Fault } from '../core/fault.ts';
import { COMMANDS } from './commands.ts';
import { helpText } from './help.ts';
import { nearest } from '../core/config/nearest.ts';
import { told } from './told.ts';
import { unknownOption } from './unknown-option.ts';

// Whoever reads us may stop early (`dispatch start | head`): then there is nobody left to tell, and no error.
let deaf = false;
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error;
  if (!deaf && !process.emit('SIGINT')) process.exit(0);
  deaf = true;
});

process.exitCode = await main(process.argv.slice(2));

/** Runs one command line and returns its exit code: 0 done, 1 failed, 2 not understood. */
async function main(args: string[]): Promise<number> {
  const [first, ...rest] = args;
  if (first === 'help' && rest.length > 0) return main([...rest, '--help']);
  if (first === undefined || first === '--help' || first === '-h' || first === 'help') {
    process.stdout.write(helpText(about.version, COMMANDS));
    return first === undefined ? 2 : 0;
  }
  if (first === '--version' || first === '-v') {
    process.stdout.write(`${about.name} ${about.version}\n`);
    return 0;
  }
  const command = COMMANDS.find(({ name }) => name === first);
  if (!command) return notUnderstood(first);
  const unknown = unknownOption(command, rest);
  if (unknown !== null) return told(unknown, 2);
  try {
    return await (await command.load()).run(rest, COMMANDS);
  } catch (error) {
    if (!(error instanceof Fault)) throw error;
    process.stderr.write(
      `dispatch ${command.name} failed (${error.code}): ${error.message} ${error.remedy}\n`,
    );
    return 1;
  }
}

function notUnderstood(word: string): number {
  const names = COMMANDS.map(({ name }) => name);
  const meant = nearest(word, [...names, '--help', '--version']);
  const hint = meant === undefined ? `The commands are: ${names.join(', ')}.` : `Did you mean '${meant}'?`;
  process.stderr.write(`dispatch knows no command '${word}'. ${hint} 'dispatch --help' explains them.\n`);
  return 2;
}
