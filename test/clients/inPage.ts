/** Calls what the script of a page exports, as if it were here. */
import type { Page } from 'playwright-core';

/** The functions of a module as a page gives them: each answer comes later. */
export type InPage<Script> = {
  readonly [Name in keyof Script]: Script[Name] extends (...args: infer Args) => infer Answer
    ? (...args: Args) => Promise<Awaited<Answer>>
    : never;
};

/** `Script` is the type of the module that the page was opened with. What goes in and out is copied. */
export const inPage = <Script>(page: () => Page): InPage<Script> =>
  new Proxy({} as InPage<Script>, {
    get:
      (_, name) =>
      (...args: unknown[]) =>
        page().evaluate(
          ([called, given]) => {
            const { page: script } = globalThis as unknown as {
              page: Readonly<Record<string, (...args: unknown[]) => unknown>>;
            };
            return script[called]?.(...given);
          },
          [String(name), args] as const,
        ),
  });
