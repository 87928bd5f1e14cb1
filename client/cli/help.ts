/** What --help says, made of the table of commands. */
import { COMMANDS, OPTIONS } from './commandTable.ts';
import type { Command } from './commandTable.ts';
import type { Options } from './invocation.ts';

const columns = (rows: readonly (readonly [string, string])[]): string => {
  const width = Math.max(...rows.map(([name]) => name.length));
  return rows.map(([name, text]) => `  ${name.padEnd(width)}  ${text}`).join('\n');
};

const EXIT_CODES =
  'Exit codes: 0 done, 1 refused or failed, 2 the command line is wrong, 130 interrupted at a question.';

/** Of the whole. */
export const help = (): string => `Temporary AWS credentials that can do exactly what you ask for.

Usage: scopevend <command> [options]

${columns(Object.entries(COMMANDS).map(([name, { summary }]) => [name, summary]))}

  scopevend <command> --help says more, scopevend --version which version this is.

${EXIT_CODES}`;

/** One line. */
export const usageLine = (name: string, { usage }: Pick<Command, 'usage'>): string =>
  `Usage: scopevend ${name} ${usage}`;

const optionRow = (name: keyof Options): readonly [string, string] => {
  const { value, text } = OPTIONS[name];
  return [`--${name}${value === undefined ? '' : ` ${value}`}`, text];
};

/** Of one command. */
export const helpOf = (name: string, command: Command): string => {
  const { summary, options, more } = command;
  const opening = `${summary.charAt(0).toUpperCase()}${summary.slice(1)}.`;
  const rows = columns([...options.map(optionRow), ['--help', 'this text']]);
  return [opening, usageLine(name, command), rows, ...(more === undefined ? [] : [more]), EXIT_CODES].join('\n\n');
};
