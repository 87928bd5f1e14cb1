/** Watches what the test suite writes: a secret in a line of log fails the test that wrote it. */

// What secrets look like: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_identifiers.html
const SECRETS = {
  JWT: /eyJ[\w-]{16,}\.[\w-]{16,}\.[\w-]*/,
  'secret access key': /(?<![\w/+=-])(?=[^\s"]*[A-Z])(?=[^\s"]*[a-z])[A-Za-z0-9/+]{40}(?![\w/+=-])/,
  'session token': /[\w/+=-]{200,}/,
};

/** The kind of secret that a text holds, if it holds one. */
export const secretIn = (text: string): string | undefined =>
  Object.entries(SECRETS).find(([, form]) => form.test(text))?.[0];

const refuseSecrets = (values: readonly unknown[]): void => {
  const text = values
    .map((value) =>
      typeof value === 'string' ? value : value instanceof Error ? String(value.stack) : JSON.stringify(value),
    )
    .join(' ');
  const kind = secretIn(text);
  if (kind !== undefined) throw new Error(`A ${kind} was written to the log`);
};

/** Puts the watch before the methods of a console. */
export const watchConsole = (watched: Console): void => {
  for (const method of ['log', 'info', 'warn', 'error', 'debug'] as const) {
    const write = watched[method].bind(watched);
    watched[method] = (...values: unknown[]) => {
      refuseSecrets(values);
      write(...values);
    };
  }
};
