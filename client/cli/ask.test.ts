import { PassThrough } from 'node:stream';
import { askAt } from './ask.ts';
import { Interrupted, UsageError } from './failures.ts';

const terminal = () => {
  const raw: boolean[] = [];
  const stdin = Object.assign(new PassThrough(), {
    isTTY: true,
    setRawMode: (mode: boolean) => {
      raw.push(mode);
    },
  });
  const stderr = new PassThrough();
  const screen = () => String(stderr.read() ?? '');
  return { stdin, stderr, screen, raw };
};

it('asks, echoes what is typed, and gives it', async () => {
  const { stdin, stderr, screen } = terminal();
  const answer = askAt({ stdin, stderr })('User name');
  stdin.write('memb\u007fber\r');
  expect(await answer).toBe('member');
  expect(screen()).toContain('User name: ');
});

it('echoes nothing of what is hidden, whatever is typed or pasted', async () => {
  const { stdin, stderr, screen, raw } = terminal();
  const answer = askAt({ stdin, stderr })('Password', { hidden: true });
  for (const typed of ['s', 'é', '\u001b[D', '\u001b[C', '€𝒳', '\u007f', 'pasted secret', '\t', '\r'])
    stdin.write(typed);
  expect(await answer).toBe('sé€pasted secret\t');
  expect(screen()).toBe('Password: \n');
  expect(raw.at(-1)).toBe(false);
});

it.each([
  ['Ctrl-C', '\u0003'],
  ['Ctrl-D', '\u0004'],
])('%s ends it, with the terminal as before', async (_, key) => {
  const { stdin, stderr, screen, raw } = terminal();
  const answer = askAt({ stdin, stderr })('Password', { hidden: true });
  stdin.write('sec');
  stdin.write(key === '\u0004' ? '\u0015\u0004' : key);
  await expect(answer).rejects.toThrow(Interrupted);
  expect(screen()).toBe('Password: \n');
  expect(raw.at(-1)).toBe(false);
});

it('asks one question after the other', async () => {
  const { stdin, stderr } = terminal();
  const ask = askAt({ stdin, stderr });
  const first = ask('One', { hidden: true });
  stdin.write('1\r');
  expect(await first).toBe('1');
  const second = ask('Two');
  stdin.write('2\r');
  expect(await second).toBe('2');
});

it('says what to do where there is no terminal', async () => {
  const asked = askAt({ stdin: new PassThrough(), stderr: new PassThrough() })('Password', { hidden: true });
  await expect(asked).rejects.toThrow(UsageError);
  await expect(asked).rejects.toThrow(
    'There is no terminal to ask at: "Password". In a script, pipe a token: scopevend login --token -',
  );
});

it('lets no question move the cursor', async () => {
  const { stdin, stderr, screen } = terminal();
  const answer = askAt({ stdin, stderr })('Code to \u001b[2J', { hidden: true });
  stdin.write('\r');
  await answer;
  expect(screen()).toBe('Code to \\u001b[2J: \n');
});
