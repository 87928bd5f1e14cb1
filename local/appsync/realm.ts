/** A JavaScript realm that has what APPSYNC_JS has: no Date, Map, timers, process, eval or way back to Node. */
import { readFileSync } from 'node:fs';
import vm from 'node:vm';

/** Functions of the realm: text goes in and comes out, never an object. */
export interface Realm {
  /**
   * Compiles a function body inside the realm, in strict mode, and runs it.
   *
   * @returns an outcome, as JSON, whose value tells the types of `request` and `response`
   * @throws RealmSyntaxError when the code does not compile
   */
  load(body: string): string;
  /** Runs a handler: `{ handler, ctx, now }` as JSON. */
  run(call: string): string;
}

/** The handler ran longer than its time limit. */
export class RealmTimeout extends Error {}

/** The code does not compile. */
export class RealmSyntaxError extends Error {}

const scriptOf = (file: string): vm.Script =>
  new vm.Script(`(${readFileSync(new URL(`./realm/${file}`, import.meta.url), 'utf8').replace(/;\s*$/, '')})`, {
    filename: file,
  });

const utilScript = scriptOf('util.js');
const globalsScript = scriptOf('globals.js');

// vm's time limit holds for scripts only, so a call goes through one; its two variables are gone before the call.
const trampoline = new vm.Script(
  '{ const call = $call, argument = $argument; delete this.$call; delete this.$argument; call(argument); }',
);

type RealmFunction = (argument?: unknown) => unknown;

/**
 * Makes a realm.
 *
 * @param timeoutMs the most that a handler may take, in milliseconds
 */
export const createRealm = (timeoutMs: number): Realm => {
  const global = vm.createContext(vm.constants.DONT_CONTEXTIFY, {
    codeGeneration: { strings: false, wasm: false },
    microtaskMode: 'afterEvaluate',
  });
  const { load, run } = (utilScript.runInContext(global) as RealmFunction)() as Record<'load' | 'run', RealmFunction>;
  (globalsScript.runInContext(global) as RealmFunction)();

  const call = (target: RealmFunction, argument: unknown): string => {
    try {
      Object.assign(global, { $call: target, $argument: argument });
      const text: unknown = trampoline.runInContext(global, { timeout: timeoutMs });
      if (typeof text === 'string') return text;
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ERR_SCRIPT_EXECUTION_TIMEOUT') throw new RealmTimeout();
      // An object of the realm must not go on from here: a getter of its own could run later.
      throw new Error('The realm failed outside the handler, for example by exhausting its stack.');
    }
    throw new Error('The realm gave something other than text.');
  };
  const compile = (body: string): unknown => {
    try {
      // The directive is on the first line of the code, so that line numbers stay those of the bundle.
      return vm.compileFunction(`"use strict";${body}`, [], { parsingContext: global, filename: 'code.js' });
    } catch (error) {
      throw new RealmSyntaxError((error as Error).message);
    }
  };
  return {
    load: (body) => call(load, compile(body)),
    run: (text) => call(run, text),
  };
};
