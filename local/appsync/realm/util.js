// Builds `util`, `runtime` and `extensions` inside the realm, and what the host calls: only text goes in and out.
() => {
  // The resolver code never sees these: the realm's globals are taken away before it runs.
  const { Date, Error, Proxy, Math, Object, String } = globalThis;
  const { parse, stringify } = JSON;
  const { apply } = Reflect;
  const { normalize, padStart, replace } = String.prototype;
  const { toString } = Object.prototype;
  const { toISOString } = Date.prototype;
  const { random, floor, round, min, max } = Math;
  const { hasOwn, freeze } = Object;

  // One object, thrown to stop a handler; what it stopped with is beside it.
  const halt = freeze({});
  let halted;
  let now = 0;
  let appended = [];
  let handlers = {};

  const stop = (outcome) => {
    halted = outcome;
    throw halt;
  };
  const raised = (message, type, data, info) => ({
    message: String(message),
    type: type ?? null,
    data: data ?? null,
    info: info ?? null,
  });
  // What AppSync has and this runtime has not must not look like a mistake in the resolver.
  const namespace = (path, members) =>
    new Proxy(freeze(members), {
      get(target, name) {
        if (hasOwn(target, name) || typeof name !== 'string') return target[name];
        throw new Error(`${path}.${name} is not available in this local APPSYNC_JS runtime.`);
      },
    });
  const iso = (milliseconds) => apply(toISOString, new Date(milliseconds), []);
  const hex = (digits) => apply(padStart, floor(random() * 16 ** digits).toString(16), [digits, '0']);

  globalThis.util = namespace('util', {
    error(message, type, data, info) {
      stop({ kind: 'error', error: raised(message, type, data, info) });
    },
    appendError(message, type, data, info) {
      appended.push(raised(message, type, data, info));
    },
    unauthorized() {
      stop({ kind: 'unauthorized' });
    },
    autoId: () =>
      `${hex(8)}-${hex(4)}-4${hex(3)}-${(8 + floor(random() * 4)).toString(16)}${hex(3)}-${hex(6)}${hex(6)}`,
    authType: () => 'User Pool Authorization',
    time: namespace('util.time', {
      nowISO8601: () => iso(now),
      nowEpochSeconds: () => floor(now / 1000),
      nowEpochMilliSeconds: () => now,
      parseISO8601ToEpochMilliSeconds: (text) => Date.parse(text),
      epochMilliSecondsToSeconds: (milliseconds) => floor(milliseconds / 1000),
      epochMilliSecondsToISO8601: (milliseconds) => iso(milliseconds),
    }),
    math: namespace('util.math', {
      roundNum: (value) => round(value),
      minVal: (one, other) => min(one, other),
      maxVal: (one, other) => max(one, other),
      randomDouble: () => random(),
      randomWithinRange: (start, end) => start + floor(random() * (end - start)),
    }),
    str: namespace('util.str', {
      normalize: (value, form) => apply(normalize, value, [form.toUpperCase()]),
    }),
  });
  globalThis.runtime = namespace('runtime', {
    earlyReturn(value) {
      stop({ kind: 'earlyReturn', value: value ?? null });
    },
  });
  globalThis.extensions = namespace('extensions', {});

  // https://docs.aws.amazon.com/appsync/latest/devguide/supported-features.html: an unreadable text gives a blank string.
  JSON.parse = (text) => {
    try {
      return parse(text);
    } catch {
      return '';
    }
  };

  const failure = (thrown) => ({
    kind: 'code',
    message: String(thrown?.name ?? 'Error') + ': ' + String(thrown?.message ?? thrown),
    stack: String(thrown?.stack ?? ''),
  });
  const outcomeOf = (run) => {
    halted = undefined;
    try {
      const value = run();
      if (apply(toString, value, []) === '[object Promise]')
        throw new Error('Promises are not supported in APPSYNC_JS.');
      return { kind: 'value', value: value ?? null };
    } catch (thrown) {
      return thrown === halt ? halted : failure(thrown);
    }
  };
  const answer = (outcome, stash) => {
    try {
      return stringify({ ...outcome, appended, stash });
    } catch (thrown) {
      return stringify({ ...failure(thrown), appended: [], stash: {} });
    }
  };

  return {
    /** Runs the code's top level; what it exports are the handlers. */
    load(evaluate) {
      appended = [];
      return answer(
        outcomeOf(() => {
          handlers = evaluate();
          return [typeof handlers.request, typeof handlers.response];
        }),
        {},
      );
    },
    /** Runs one handler: `{ handler, ctx, now }` as JSON in, its outcome as JSON out. */
    run(text) {
      const call = parse(text);
      now = call.now;
      appended = [];
      const ctx = call.ctx;
      ctx.args = ctx.arguments;
      const handler = handlers[call.handler];
      const outcome = outcomeOf(() => handler(ctx));
      return answer(outcome, ctx.stash);
    },
  };
};
