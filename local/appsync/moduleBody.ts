/** Turns a bundled ES module into a function body, line for line, so that it runs where modules cannot be loaded. */

const GLOBALS = new Set(['util', 'runtime', 'extensions']);

const refused = (what: string): Error =>
  new Error(
    `APPSYNC_JS code ${what}. It must be what esbuild bundles from a resolver: format esm, @aws-appsync/utils external.`,
  );

// `a, b as c` → [['a', 'a'], ['b', 'c']]
const namesIn = (list: string): [name: string, alias: string][] =>
  list
    .split(',')
    .map((part) => part.trim())
    .filter((part) => part !== '')
    .map((part) => {
      const [name = '', alias = name] = part.split(/\s+as\s+/);
      return [name, alias];
    });

const lineBreaks = (text: string): string => text.replace(/[^\n]/g, '');

/**
 * The body: imports of `@aws-appsync/utils` become the realm's globals, the exports become what the body returns.
 * Every line stays where it was.
 *
 * @throws on any other import, on a dynamic one (its failure would be an object of Node's own realm), and on code that
 * does not export `request` and `response`
 */
export const moduleBody = (code: string): string => {
  const withoutImports = code.replace(
    /^import\s*\{([^}]*)\}\s*from\s*["']([^"'\n]+)["'];?/gm,
    (statement, list: string, from: string) => {
      if (from !== '@aws-appsync/utils') throw refused(`imports "${from}", which is not available locally`);
      const constants = namesIn(list).map(([name, alias]) => {
        if (!GLOBALS.has(name)) throw refused(`imports "${name}", which @aws-appsync/utils does not have at run time`);
        return name === alias ? '' : `const ${alias} = ${name};`;
      });
      return constants.join(' ') + lineBreaks(statement);
    },
  );
  if (/^import\b/m.test(withoutImports)) throw refused('has an import that is not a list of names');
  if (/\bimport\s*(?:\/\*[^]*?\*\/\s*|\/\/[^\n\r\u2028\u2029]*[\n\r\u2028\u2029]\s*)*[(.]/.test(withoutImports))
    throw refused('has a dynamic import');

  let exported: string[] = [];
  const body = withoutImports.replace(/^export\s*\{([^}]*)\};?/gm, (statement, list: string) => {
    const names = namesIn(list);
    exported = names.map(([, alias]) => alias);
    return `return { ${names.map(([name, alias]) => `${alias}: ${name}`).join(', ')} };${lineBreaks(statement)}`;
  });
  if (/^export\b/m.test(body)) throw refused('exports in another form than a list of names at its end');
  for (const handler of ['request', 'response']) {
    if (!exported.includes(handler)) throw refused(`does not export "${handler}"`);
  }
  return body;
};
