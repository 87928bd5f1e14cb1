/** A command line, taken apart: what the commands work with. */

/** Every option that there is; which of them a command takes is in the table of commands. */
export interface Options {
  readonly profile?: string;
  readonly endpoint?: string;
  readonly as?: readonly string[];
  readonly scope?: string;
  readonly duration?: string;
  readonly context?: string;
  readonly json?: boolean;
  readonly env?: boolean;
  readonly whole?: boolean;
  readonly access?: boolean;
  readonly token?: string;
  readonly user?: string;
  readonly region?: string;
  readonly 'user-pool-id'?: string;
  readonly 'client-id'?: string;
  readonly 'cognito-url'?: string;
  readonly port?: string;
}

/** One run of a command. */
export interface Invocation {
  readonly options: Options;
  readonly positionals: readonly string[];
  /** What stands behind `--`: a command to run. */
  readonly command: readonly string[];
}
