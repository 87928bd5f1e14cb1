import { understand } from './commandLine.ts';
import { COMMANDS, OPTIONS } from './commandTable.ts';
import { UsageError } from './failures.ts';
import { suggest } from './suggest.ts';

const invocationOf = (...words: string[]) => {
  const understood = understand(words);
  return 'invocation' in understood ? understood.invocation : understood;
};

it.each([
  { words: ['vend'], options: {}, positionals: [], command: [] },
  { words: ['vend', '{}', '--duration', '900'], options: { duration: '900' }, positionals: ['{}'], command: [] },
  {
    words: ['vend', '--as', 'a', '--as=b', '--json'],
    options: { as: ['a', 'b'], json: true },
    positionals: [],
    command: [],
  },
  {
    words: ['exec', '--as', 'a', '--', 'aws', '--help', '--', 'x'],
    options: { as: ['a'] },
    positionals: [],
    command: ['aws', '--help', '--', 'x'],
  },
  { words: ['serve'], options: {}, positionals: [], command: [] },
  { words: ['login', '--token', '-'], options: { token: '-' }, positionals: [], command: [] },
])('understands $words', ({ words, ...invocation }) => {
  expect(invocationOf(...words)).toEqual(invocation);
});

it.each([
  [['vendd'], "There is no command 'vendd'. Did you mean vend?\nUsage: scopevend <command>"],
  [['cred'], "There is no command 'cred'. Did you mean credential-process?"],
  [['xyzzy'], "There is no command 'xyzzy'.\nUsage: scopevend <command>"],
  [['__proto__'], "There is no command '__proto__'."],
  [['\u001b[2J'], "There is no command '\\u001b[2J'."],
  [['help', 'vnd'], "There is no command 'vnd'. Did you mean vend?"],
  [['--bogus'], "Unknown option '--bogus'.\nUsage:"],
  [['vend', '--bogus'], "Unknown option '--bogus'\nUsage: scopevend vend [scope]"],
  [['vend', '--durations', '9'], "Unknown option '--durations'. Did you mean --duration?\nUsage: scopevend vend"],
  [['vend', '--duration'], "Option '--duration <value>' argument missing\nUsage: scopevend vend"],
  [['vend', '--json=yes'], "Option '--json' does not take an argument\nUsage: scopevend vend"],
  [['vend', '{}', 'more'], "Unexpected argument 'more'.\nUsage: scopevend vend"],
  [['grants', 'x'], "Unexpected argument 'x'.\nUsage: scopevend grants"],
  [['grants', '--', 'x'], 'grants runs no command: leave -- out.\nUsage: scopevend grants'],
  [
    ['exec', 'aws', 's3', 'ls'],
    "Unexpected argument 'aws'. Put -- in front of the command to run.\nUsage: scopevend exec",
  ],
])('refuses %j', (words, told) => {
  const attempt = () => understand(words);
  expect(attempt).toThrow(UsageError);
  expect(attempt).toThrow(told);
});

it.each([[], ['--help'], ['-h'], ['help']])('says what there is for %j', (...words) => {
  const understood = understand(words.flat());
  const text = 'print' in understood ? understood.print : '';
  expect(text).toMatch(/^Usage: scopevend <command>/m);
  for (const [name, { summary }] of Object.entries(COMMANDS))
    expect(text).toMatch(new RegExp(`^  ${name} +${summary.slice(0, 20)}`, 'm'));
});

it.each(Object.entries(COMMANDS))('says how %s is meant, with each option', (name, { options }) => {
  for (const words of [
    [name, '--help'],
    [name, '-h'],
    ['help', name],
    [name, '--bogus', '--help'],
  ]) {
    const understood = understand(words);
    const text = 'print' in understood ? understood.print : '';
    expect(text).toMatch(new RegExp(`^Usage: scopevend ${name} `, 'm'));
    for (const option of options) expect(text).toMatch(new RegExp(`^  --${option}\\b.*  \\S`, 'm'));
    expect(text).toMatch(/^Exit codes: 0 /m);
  }
});

it('has a command for each option', () => {
  const used = new Set(Object.values(COMMANDS).flatMap(({ options }) => options));
  expect([...used].sort()).toEqual(Object.keys(OPTIONS).sort());
});

it.each(['--version', '-v'])('takes %s', (word) => {
  expect(understand([word])).toEqual({ version: true });
});

describe('suggest', () => {
  const names = ['login', 'logout', 'token', 'vend', 'preview', 'grants'];
  it.each([
    ['loign', 'login'],
    ['logot', 'logout'],
    ['tokne', 'token'],
    ['pre', 'preview'],
    ['vned', 'vend'],
    ['grant', 'grants'],
    ['x', undefined],
    ['', undefined],
    ['delete', undefined],
    ['v'.repeat(100_000), undefined],
  ])('%j → %j', (typed, meant) => {
    expect(suggest(typed, names)).toBe(meant);
  });
});
