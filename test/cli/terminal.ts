/** For tests: the command at a real terminal, which Python's standard library has and Node's has not. */
import { spawn, spawnSync } from 'node:child_process';
import path from 'node:path';
import { bin, cleanEnvironment } from './runCli.ts';

const script = path.join(import.meta.dirname, 'terminal.py');

/** Whether there can be one: Python is there, and this is no Windows. */
export const hasTerminal =
  process.platform !== 'win32' && spawnSync('python3', ['-c', 'import pty, termios']).status === 0;

/** What to expect on the screen, and what to type then. */
export interface Step {
  readonly expect: string;
  readonly send: string;
}

/** What became of it. */
export interface AtTerminal {
  readonly screen: string;
  readonly stdout: string;
  /** Negative: the signal that ended it. */
  readonly code: number;
  /** Whether the terminal is as it was before. */
  readonly restored: boolean;
}

/** How to run it. */
export interface TerminalOptions {
  readonly environment?: NodeJS.ProcessEnv;
  /** Whether stdout is no terminal. */
  readonly piped?: boolean;
}

/** Runs `scopevend` at a terminal. */
export const atTerminal = (
  args: readonly string[],
  steps: readonly Step[],
  { environment = {}, piped = true }: TerminalOptions = {},
): Promise<AtTerminal> =>
  new Promise((resolve, reject) => {
    const child = spawn('python3', [script]);
    let [text, faults] = ['', ''];
    child.stdout.on('data', (chunk) => (text += String(chunk)));
    child.stderr.on('data', (chunk) => (faults += String(chunk)));
    child.on('error', reject).on('close', () => {
      if (faults === '') resolve(JSON.parse(text) as AtTerminal);
      else reject(new Error(faults));
    });
    const env = { ...cleanEnvironment(), TERM: 'xterm', ...environment };
    child.stdin.end(JSON.stringify({ argv: [process.execPath, bin, ...args], env, cwd: process.cwd(), steps, piped }));
  });
