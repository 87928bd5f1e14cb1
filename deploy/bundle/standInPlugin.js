/** esbuild plugin: puts the stand-ins in the place of what they stand in for. */
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { standIns } from './standIns.js';

const folder = path.join(import.meta.dirname, 'standIns');
const ofTheSdk = /[\\/]node_modules[\\/]@(aws-sdk|smithy)[\\/]/;
const escaped = (text) => text.replaceAll('.', String.raw`\.`).replaceAll('/', String.raw`[\\/]`);

/** A module that throws: when what it exports is called, or, exporting nothing, when it is loaded. */
const throwing = (name, { names, why }) => {
  const text = `${name} is not in the built function (${why}): deploy/bundle/standIns.js`;
  const refuse = `throw new Error(${JSON.stringify(text)});`;
  return names.length === 0
    ? `${refuse}\nexport default undefined;`
    : names.map((exported) => `export function ${exported}() { ${refuse} }`).join('\n');
};

const text = (name) =>
  `The AWS SDK does not import ${name} any more, or not as before: correct deploy/bundle/standIns.js. See docs/decisions/bundle.md.`;

/**
 * A bundle with the SDK in it must have met every stand-in: one that nothing imports any more is a sign that the SDK has
 * changed, and fails the build.
 */
export const standInPlugin = ({ replaced, absent, trimmed } = standIns) => ({
  name: 'stand-ins',
  setup(build) {
    const imported = [...Object.keys(replaced), ...Object.keys(absent)];
    const met = new Set();
    let isWithSdk = false;
    build.onStart(() => {
      met.clear();
      isWithSdk = false;
    });
    build.onLoad({ filter: /[\\/]client-sts[\\/]dist-es[\\/]STSClient\.js$/ }, () => {
      isWithSdk = true;
      return undefined;
    });
    build.onResolve({ filter: new RegExp(`^(${imported.map(escaped).join('|')})$`) }, ({ path: name, importer }) => {
      if (!ofTheSdk.test(importer)) return undefined;
      met.add(name);
      if (name in replaced) return { path: path.join(folder, replaced[name]), sideEffects: false };
      return { path: name, namespace: 'absent', sideEffects: false };
    });
    build.onLoad({ filter: /./, namespace: 'absent' }, ({ path: name }) => ({
      contents: throwing(name, absent[name]),
    }));
    for (const [end, trim] of Object.entries(trimmed)) {
      build.onLoad({ filter: new RegExp(`${escaped(end)}$`) }, async ({ path: file }) => {
        const whole = await readFile(file, 'utf8');
        const contents = trim(whole);
        if (contents.length < whole.length) met.add(end);
        return { contents, loader: path.extname(file).slice(1) };
      });
    }
    build.onEnd(() => {
      const idle = isWithSdk ? [...imported, ...Object.keys(trimmed)].filter((name) => !met.has(name)) : [];
      return { errors: idle.map((name) => ({ text: text(name) })) };
    });
  },
});
