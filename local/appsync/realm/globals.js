// Takes away from the realm what APPSYNC_JS does not have. Runs inside the realm, before any resolver code.
// https://docs.aws.amazon.com/appsync/latest/devguide/supported-features.html
() => {
  const global = globalThis;
  const { ownKeys, deleteProperty, getPrototypeOf } = Reflect;
  const { defineProperty, freeze, hasOwn } = Object;

  // What coercion and for-of need is kept too: toString, valueOf and everything under a symbol.
  const kept = {
    Object: ['assign', 'entries', 'hasOwn', 'keys', 'values', 'prototype.toString', 'prototype.valueOf'],
    String: (
      'raw prototype.charAt prototype.concat prototype.endsWith prototype.indexOf prototype.lastIndexOf ' +
      'prototype.replace prototype.replaceAll prototype.slice prototype.split prototype.startsWith ' +
      'prototype.toLowerCase prototype.toUpperCase prototype.trim prototype.trimEnd prototype.trimStart ' +
      'prototype.toString prototype.valueOf'
    ).split(' '),
    Number: ['isFinite', 'isNaN', 'prototype.toString', 'prototype.valueOf'],
    Array: (
      'concat fill flat indexOf join lastIndexOf pop push reverse shift slice sort splice unshift forEach map flatMap ' +
      'filter reduce reduceRight find some every findIndex findLast findLastIndex toString'
    )
      .split(' ')
      .map((name) => `prototype.${name}`),
    Math: ['random', 'min', 'max', 'round', 'floor', 'ceil'],
    JSON: ['parse', 'stringify'],
  };
  const keptGlobals = [
    ...Object.keys(kept),
    'NaN',
    'Infinity',
    'undefined',
    'console',
    'util',
    'runtime',
    'extensions',
  ];

  // Only with methods that stay: it takes away from the very prototypes that it uses.
  const leaveOnly = (object, names) => {
    for (const key of ownKeys(object)) {
      if (typeof key === 'string' && names.indexOf(key) === -1) deleteProperty(object, key);
    }
  };

  // Every prototype that syntax alone can reach: `constructor` leads from each to a function that compiles text.
  const reachable = [
    function* () {},
    async () => {},
    async function* () {},
    (function* () {})(),
    (async function* () {})(),
    [][Symbol.iterator](),
    ''[Symbol.iterator](),
    ''.matchAll(/./g),
    (async () => {})(),
    /./,
    1n,
    Symbol(),
    true,
    global,
  ];
  for (const key of ownKeys(global)) {
    if (typeof global[key] === 'function' && hasOwn(global[key], 'prototype')) reachable.push(global[key].prototype);
  }
  const prototypes = [];
  for (const start of reachable) {
    for (let object = getPrototypeOf(Object(start)); object !== null; object = getPrototypeOf(object))
      prototypes.push(object);
    if (typeof start === 'object') prototypes.push(start);
  }

  const errors = [
    'Error',
    'EvalError',
    'RangeError',
    'ReferenceError',
    'SyntaxError',
    'TypeError',
    'URIError',
    'AggregateError',
  ];
  const errorPrototypes = errors.map((name) => global[name].prototype);
  const named = Object.entries(kept).map(([name, members]) => [global[name], members]);

  for (const prototype of errorPrototypes) leaveOnly(prototype, ['name', 'message', 'toString']);
  for (const [object, members] of named) {
    leaveOnly(object, members.concat('prototype', 'length', 'name'));
    if (typeof object !== 'function') continue;
    const own = members.filter((name) => name.startsWith('prototype.')).map((name) => name.slice('prototype.'.length));
    leaveOnly(object.prototype, own.concat('length'));
  }
  leaveOnly(Function.prototype, ['length', 'name']);
  leaveOnly(Promise.prototype, []);
  leaveOnly(RegExp.prototype, []);
  for (const symbol of [Symbol.match, Symbol.matchAll, Symbol.replace, Symbol.search, Symbol.split]) {
    defineProperty(RegExp.prototype, symbol, {
      value: () => {
        throw { message: 'Regular expressions are not supported in APPSYNC_JS.' };
      },
    });
  }
  for (const prototype of prototypes) deleteProperty(prototype, 'constructor');
  // Node formats `error.stack` by the realm's Error.prepareStackTrace or, without one, by that of its own realm: a function of
  // the host, called while resolver code runs, whose own failure would be an object of the host.
  const codePlace = (_, frames) => {
    for (const frame of frames) {
      if (frame.getFileName() === 'code.js') return `code.js:${frame.getLineNumber()}:${frame.getColumnNumber()}`;
    }
    return '';
  };
  defineProperty(global, 'Error', {
    value: freeze({ prepareStackTrace: codePlace }),
    enumerable: false,
    writable: false,
    configurable: false,
  });
  // Log lines of resolvers could hold secrets: they go nowhere.
  defineProperty(global, 'console', { value: { log() {}, error() {} } });

  for (const key of ownKeys(global)) {
    if (typeof key !== 'string' || keptGlobals.indexOf(key) === -1) deleteProperty(global, key);
  }
};
