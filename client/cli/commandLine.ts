/** The command line, understood: which command with what, or a text to print. */
import { parseArgs } from 'node:util';
import { COMMANDS, OPTIONS } from './commandTable.ts';
import type { Command } from './commandTable.ts';
import { messageOf, UsageError } from './failures.ts';
import { help, helpOf, usageLine } from './help.ts';
import type { Invocation } from './invocation.ts';
import { printable } from './printable.ts';
import { suggest } from './suggest.ts';

/** What is to be done. */
export type Understood =
  | { readonly print: string }
  | { readonly version: true }
  | { readonly command: Command; readonly invocation: Invocation };

const hasHelp = (words: readonly string[]): boolean => words.some((word) => word === '--help' || word === '-h');

const quoted = (word: string): string => `'${printable(word)}'`;

const unknownCommand = (word: string): UsageError => {
  const meant = suggest(word, Object.keys(COMMANDS));
  const unknown = word.startsWith('-') ? `Unknown option ${quoted(word)}.` : `There is no command ${quoted(word)}.`;
  return new UsageError(
    `${unknown}${meant === undefined ? '' : ` Did you mean ${meant}?`}\nUsage: scopevend <command> [options] (scopevend --help says more)`,
  );
};

/** What Node says, made shorter, and what may have been meant. */
const explain = (error: unknown, { options }: Command): string => {
  const message = messageOf(error);
  const typed = /^Unknown option '--([^']*)'/.exec(message)?.[1];
  const meant = typed === undefined ? undefined : suggest(typed, options);
  return meant === undefined ? message : `${message}. Did you mean --${meant}?`;
};

const read = (name: string, command: Command, words: readonly string[]): Invocation => {
  const end = words.indexOf('--');
  const own = end === -1 ? words : words.slice(0, end);
  const behind = end === -1 ? [] : words.slice(end + 1);
  const options = Object.fromEntries(
    command.options.map((option) => {
      const { type, multiple = false } = OPTIONS[option];
      return [option, { type, multiple }];
    }),
  );
  const { values, positionals } = parseArgs({ args: [...own], options, allowPositionals: true });
  if (behind.length > 0 && !command.runsCommand) throw new UsageError(`${name} runs no command: leave -- out.`);
  if (positionals.length > command.arguments) {
    const [first = ''] = positionals.slice(command.arguments);
    const hint = command.runsCommand ? ' Put -- in front of the command to run.' : '';
    throw new UsageError(`Unexpected argument ${quoted(first)}.${hint}`);
  }
  return { options: values, positionals, command: behind };
};

/** @throws UsageError, with the line that says how it is meant */
export const understand = ([name, ...words]: readonly string[]): Understood => {
  if (name === undefined || name === 'help' || hasHelp([name])) {
    const asked = name === 'help' ? words[0] : undefined;
    const command = asked !== undefined && Object.hasOwn(COMMANDS, asked) ? COMMANDS[asked] : undefined;
    if (asked === undefined) return { print: help() };
    if (command === undefined) throw unknownCommand(asked);
    return { print: helpOf(asked, command) };
  }
  if (name === '--version' || name === '-v') return { version: true };
  const command = Object.hasOwn(COMMANDS, name) ? COMMANDS[name] : undefined;
  if (command === undefined) throw unknownCommand(name);
  const end = words.indexOf('--');
  if (hasHelp(end === -1 ? words : words.slice(0, end))) return { print: helpOf(name, command) };
  try {
    return { command, invocation: read(name, command, words) };
  } catch (error) {
    throw new UsageError(`${explain(error, command)}\n${usageLine(name, command)} (--help says more)`);
  }
};
