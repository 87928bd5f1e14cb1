import { bundleOf } from './fixture.ts';
import { loadResolverCode } from './runtime.ts';
import type { Outcome } from './runtime.ts';

const RESULT = 'return ctx.result;';
const run = (body: string, context: Record<string, unknown> = {}): Outcome =>
  loadResolverCode(bundleOf(body, RESULT), 250).run('request', { arguments: {}, stash: {}, ...context }, 86_400_000);
const valueOf = (outcome: Outcome): unknown => ('value' in outcome ? outcome.value : outcome);

describe('what APPSYNC_JS does not have', () => {
  const globals =
    `AggregateError Array.from Array.isArray ArrayBuffer AsyncFunction Atomics BigInt Boolean Buffer DataView Date EvalError
    FinalizationRegistry Function Intl Iterator Map Object.create Object.defineProperty Object.fromEntries Object.freeze
    Object.getPrototypeOf Object.setPrototypeOf Promise Proxy RangeError Reflect RegExp Set SharedArrayBuffer Symbol URL
    TypeError Uint8Array WeakMap WeakRef WebAssembly atob clearTimeout crypto decodeURIComponent encodeURIComponent
    escape eval exports fetch global globalThis isNaN module parseFloat parseInt performance process queueMicrotask require self
    setImmediate setInterval setTimeout structuredClone window $call $argument`.split(/\s+/);

  it.each(globals)('%s', (name) => {
    expect(valueOf(run(`return typeof ${name};`))).toBe('undefined');
  });

  const members = [
    '(() => {}).call',
    '(() => {}).apply',
    '(() => {}).bind',
    '"a".match',
    '"a".includes',
    '[].includes',
    '/a/.test',
    '({}).hasOwnProperty',
    '({}).__defineGetter__',
    '({}).__lookupGetter__',
    'Error.captureStackTrace',
  ];
  it.each(members)('%s', (member) => {
    expect(valueOf(run(`return typeof ${member};`))).toBe('undefined');
  });

  const ways = [
    'this',
    '(function () { return this; })()',
    '(() => {}).constructor',
    '(function () {}).constructor',
    '(async () => {}).constructor',
    '(function* () {}).constructor',
    '(function* () {})().constructor',
    '(async function* () {}).constructor',
    '(async () => {})().constructor',
    '(async () => {})().then',
    '[].constructor',
    '"".constructor',
    '(1).constructor',
    '(1n).constructor',
    'true.constructor',
    '/a/.constructor',
    'ctx.constructor',
    'ctx.args.constructor',
    'ctx.stash.constructor',
    'util.error.constructor',
    'runtime.earlyReturn.constructor',
    'console.log.constructor',
    'JSON.parse.constructor',
    'Object.constructor',
    'Math.constructor',
    '({}).__proto__',
    'Object.prototype.constructor',
    'String.prototype.constructor',
    '[][Object.keys({ constructor: 1 })[0]]',
    'Error.constructor',
    'Error.prepareStackTrace.constructor',
    '(function () { try { null.x; } catch (error) { return error.constructor; } })()',
    '(function f() { try { return f(); } catch (error) { return error.constructor; } })()',
    '(class { static own() { return super.constructor; } }).own()',
    '({ own() { return super.constructor; } }).own()',
  ];
  it.each(ways)('no way out by %s', (expression) => {
    expect(valueOf(run(`const found = ${expression}; return found === undefined ? 'nothing' : typeof found;`))).toBe(
      'nothing',
    );
  });

  const calls = [
    '(() => {}).constructor("return process")()',
    'this.constructor.constructor("return process")()',
    'ctx.constructor.constructor("return process")()',
    'globalThis.process',
    'process.env',
    'eval("1")',
    'new Function("return 1")()',
    'new Date()',
    'new Map()',
    'new Error("x")',
    'Error.prepareStackTrace = () => 1',
    '"a".replace(/a/, "b")',
    '(async () => 1)()',
    'util.toJson({})',
    'util.dynamodb.toDynamoDB(1)',
    'extensions.invalidateSubscriptions({})',
  ];
  it.each(calls)('%s is an error of the code', (expression) => {
    const outcome = run(`return ${expression};`);
    expect(outcome).toMatchObject({ kind: 'code', message: expect.stringMatching(/^code\.js(:4:\d+)?: /) });
  });

  it('gives no object of the host to code that reads the stack of an error', () => {
    // Test runners and source map readers install a stack formatter of their own in the host.
    const before = Object.getOwnPropertyDescriptor(Error, 'prepareStackTrace');
    Error.prepareStackTrace = () => {
      throw new TypeError('of the host');
    };
    try {
      const body =
        'try { null.x; } catch (one) { try { return typeof one.stack; } catch (two) { return typeof two.constructor; } }';
      expect(valueOf(run(body))).toBe('string');
    } finally {
      if (before) Object.defineProperty(Error, 'prepareStackTrace', before);
      else Reflect.deleteProperty(Error, 'prepareStackTrace');
    }
  });

  const imports = ['import("fs")', 'import ("fs")', 'import/* */("fs")', 'import // x\n ("fs")', 'import.meta.url'];
  it.each(imports)('refuses to load code with %s', (expression) => {
    expect(() => run(`return ${expression};`)).toThrow(/dynamic import/);
  });
});

describe('what APPSYNC_JS has', () => {
  const values: [expression: string, value: unknown][] = [
    ['ctx.args === ctx.arguments', true],
    ['util.time.nowISO8601()', '1970-01-02T00:00:00.000Z'],
    ['util.time.nowEpochSeconds()', 86_400],
    ['util.time.nowEpochMilliSeconds()', 86_400_000],
    ['util.time.parseISO8601ToEpochMilliSeconds("1970-01-01T00:00:01Z")', 1000],
    ['util.time.epochMilliSecondsToISO8601(0)', '1970-01-01T00:00:00.000Z'],
    ['util.authType()', 'User Pool Authorization'],
    ['util.str.normalize("A\\u030a", "nfc")', 'Å'],
    ['util.math.roundNum(1.5)', 2],
    ['JSON.parse("{")', ''],
    ['JSON.parse(JSON.stringify({ a: [1] }))', { a: [1] }],
    ['[1, 2].map((n) => n * 2).concat([[5]].flat())', [2, 4, 5]],
    ['`${ctx}`', '[object Object]'],
    [
      'Object.entries({ ...{ a: 1 }, b: ctx.nothing?.at ?? 2 })',
      [
        ['a', 1],
        ['b', 2],
      ],
    ],
    ['console.log("secret")', null],
    ['undefined', null],
  ];
  it.each(values)('%s', (expression, value) => {
    expect(valueOf(run(`return ${expression};`))).toEqual(value);
  });

  it('autoId gives a new UUID each time', () => {
    const ids = valueOf(run('return [util.autoId(), util.autoId()];')) as string[];
    for (const id of ids) expect(id).toMatch(/^[\da-f]{8}-[\da-f]{4}-4[\da-f]{3}-[89ab][\da-f]{3}-[\da-f]{12}$/);
    expect(ids[0]).not.toBe(ids[1]);
  });

  it('passes stash and appended errors on', () => {
    expect(run('ctx.stash.a = 1; util.appendError("x"); return 2;')).toEqual({
      kind: 'value',
      value: 2,
      stash: { a: 1 },
      appended: [{ message: 'x', type: null, data: null, info: null }],
    });
  });

  it('keeps nothing from one call to the next but what the code itself keeps', () => {
    const code = loadResolverCode(bundleOf('util.appendError("x"); return Object.keys(ctx.stash);', RESULT));
    const outcomes = [1, 2].map(() => code.run('request', { arguments: {}, stash: {} }, 0));
    expect(outcomes).toMatchObject([1, 2].map(() => ({ value: [], appended: [{ message: 'x' }] })));
  });

  it('a key __proto__ is a key like any other', () => {
    const context = JSON.parse('{"arguments":{"__proto__":{"polluted":1}}}') as Record<string, unknown>;
    expect(
      valueOf(run('return [Object.keys(ctx.args), ctx.polluted ?? null, ({}).polluted ?? null];', context)),
    ).toEqual([['__proto__'], null, null]);
  });
});

describe('limits', () => {
  it('ends a handler that does not end', () => {
    expect(run('for (;;) {}')).toMatchObject({
      kind: 'code',
      message: 'code.js: The execution time limit was exceeded.',
    });
  });

  it('goes on after one that did not end', () => {
    const code = loadResolverCode(bundleOf('if (ctx.args.hang) for (;;) {} return 1;', RESULT), 100);
    expect(code.run('request', { arguments: { hang: true } }, 0).kind).toBe('code');
    expect(code.run('request', { arguments: {} }, 0)).toMatchObject({ value: 1 });
  });

  const failures = [
    'const f = () => f(); return f();',
    'const a = {}; a.a = a; return a;',
    'return 1n;',
    'throw null;',
    'throw { get message() { throw 1; } };',
    'return { toJSON() { throw 1; } };',
  ];
  it.each(failures)('an error of the code: %s', (body) => {
    expect(run(body).kind).toBe('code');
  });

  it.each([
    ['that is too long', `// ${'x'.repeat(32_768)}`, /32798|characters; AppSync takes 32768/],
    ['without a response handler', 'function request() {}\nexport {\n  request\n};', /does not export "response"/],
    ['with a default export', 'export default {};', /exports in another form/],
    [
      'with another import',
      bundleOf('', '').replace('appsync/utils', 'appsync/utils/dynamodb'),
      /imports "@aws-appsync\/utils\/dynamodb"/,
    ],
    ['that imports Node', `import "fs";\n${bundleOf('', '')}`, /not a list of names/],
    ['that imports what is only a type', bundleOf('', '').replace('{ util,', '{ util, Context,'), /imports "Context"/],
    ['that does not compile', bundleOf('return (', ''), /SyntaxError/],
    ['that fails at its top level', `missing();\n${bundleOf('', '')}`, /code\.js:1:\d+: ReferenceError/],
    ['whose top level does not end', `for (;;) {}\n${bundleOf('', '')}`, /time limit/],
  ])('refuses code %s', (_, code, message) => {
    expect(() => loadResolverCode(code, 100)).toThrow(message);
  });
});
