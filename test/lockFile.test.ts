/** Each lock file installs on every system that we support, warns of nothing, and holds nothing that we may not ship. */
import { readFileSync } from 'node:fs';
import { inRange } from './nodeRange.ts';

interface Locked {
  readonly version: string;
  readonly resolved?: string;
  readonly link?: boolean;
  readonly integrity?: string;
  readonly license?: string;
  readonly dev?: boolean;
  readonly deprecated?: string;
  readonly hasInstallScript?: boolean;
  readonly engines?: { readonly node?: string };
  readonly os?: readonly string[];
  readonly cpu?: readonly string[];
  readonly libc?: readonly string[];
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly optionalDependencies?: Readonly<Record<string, string>>;
}

const read = (file: string): unknown => JSON.parse(readFileSync(`${import.meta.dirname}/../${file}`, 'utf8'));
describe.each([
  { folder: './', known: ['@parcel/watcher', 'esbuild', 'oxc-parser', 'oxc-resolver', 'unrs-resolver'] },
  { folder: 'test/clients/', known: [] },
  { folder: 'test/zip/', known: [] },
])('in $folder', ({ folder, known }) => {
  const { packages } = read(`${folder}package-lock.json`) as { packages: Readonly<Record<string, Locked>> };
  const manifest = read(`${folder}package.json`) as {
    engines: { node: string };
    allowScripts?: Record<string, boolean>;
  };

  // Packages of our own have no place in a registry: the root, and workspaces with the links to them.
  const locked = Object.entries(packages).filter(([path, { link }]) => path.includes('node_modules/') && link !== true);
  const nameOf = (path: string) => path.slice(path.lastIndexOf('node_modules/') + 'node_modules/'.length);
  const pathsWhere = (holds: (entry: Locked, path: string) => unknown) =>
    locked.filter(([path, entry]) => holds(entry, path)).map(([path]) => path);

  /** How Node looks a package up from another: beside it, then further and further out. */
  const lookUp = (from: string, name: string): Locked | undefined => {
    for (let folder = from; ; folder = folder.slice(0, Math.max(0, folder.lastIndexOf('/node_modules/')))) {
      const found = packages[`${folder === '' ? '' : `${folder}/`}node_modules/${name}`];
      if (found !== undefined || !folder.includes('/node_modules/')) {
        return found ?? packages[`node_modules/${name}`];
      }
    }
  };

  describe('native bindings', () => {
    /** Packages of which each system takes the binding that is made for it. */
    const platformPackages = locked.filter(
      ([path, { optionalDependencies = {} }]) =>
        Object.keys(optionalDependencies).filter((name) => lookUp(path, name)?.os !== undefined).length > 1,
    );

    const platforms = [
      { os: 'linux', cpu: 'x64', libc: 'glibc' },
      { os: 'linux', cpu: 'x64', libc: 'musl' },
      { os: 'linux', cpu: 'arm64', libc: 'glibc' },
      { os: 'linux', cpu: 'arm64', libc: 'musl' },
      { os: 'darwin', cpu: 'x64', libc: '' },
      { os: 'darwin', cpu: 'arm64', libc: '' },
      { os: 'win32', cpu: 'x64', libc: '' },
    ];

    it('are looked for in the packages that are known to have them', () => {
      expect(platformPackages.map(([path]) => nameOf(path))).toEqual(expect.arrayContaining(known));
    });

    it('are all locked, so that npm ci needs to look none up', () => {
      const missing = locked.flatMap(([path, { optionalDependencies = {} }]) =>
        Object.keys(optionalDependencies)
          .filter((name) => lookUp(path, name) === undefined)
          .map((name) => `${path} → ${name}`),
      );
      expect(missing).toEqual([]);
    });

    it('are of the version that their package asks for', () => {
      const wrong = platformPackages.flatMap(([path, { optionalDependencies = {} }]) =>
        Object.entries(optionalDependencies)
          .filter(([name, version]) => /^\d/.test(version) && lookUp(path, name)?.version !== version)
          .map(([name, version]) => `${path} → ${name} ${version}`),
      );
      expect(wrong).toEqual([]);
    });

    it.each(platforms)('exist for $os $cpu $libc', ({ os, cpu, libc }) => {
      const without = platformPackages.filter(
        ([path, { optionalDependencies = {} }]) =>
          !Object.keys(optionalDependencies).some((name) => {
            const binding = lookUp(path, name);
            return (
              binding?.os?.includes(os) &&
              binding.cpu?.includes(cpu) &&
              (binding.libc ?? [libc]).some((one) => one === libc)
            );
          }),
      );
      expect(without.map(([path]) => path)).toEqual([]);
    });
  });

  it('names no host: every package comes from the registry that npm is set up for, and is checked by its hash', () => {
    expect(pathsWhere(({ resolved, integrity }) => resolved !== undefined || integrity === undefined)).toEqual([]);
  });

  it.each(['20.19.0', '22.13.0', '24.0.0'])('takes no package that would warn about Node %s', (version) => {
    expect(inRange(version, manifest.engines.node)).toBe(true);
    expect(pathsWhere(({ engines }) => engines?.node !== undefined && !inRange(version, engines.node))).toEqual([]);
  });

  it('takes no deprecated package, of which npm would warn', () => {
    expect(pathsWhere(({ deprecated }) => deprecated !== undefined)).toEqual([]);
  });

  it('lets no package run a script of its own when it is installed', () => {
    const names = locked.filter(([, { hasInstallScript }]) => hasInstallScript).map(([path]) => nameOf(path));
    expect(names.filter((name) => manifest.allowScripts?.[name] !== false)).toEqual([]);
  });

  describe('licences', () => {
    const permissive =
      /^(MIT|ISC|Apache-2\.0|BSD(-[23]-Clause)?|0BSD|BlueOak-1\.0\.0|CC0-1\.0|Unlicense|Python-2\.0|PSF-2\.0)$/;
    /** `(MIT OR CC0-1.0)`: any will do. `A AND B`: all must. */
    const mayBeShipped = (expression: string) =>
      expression
        .replace(/[()]/g, '')
        .split(' OR ')
        .some((choice) => choice.split(' AND ').every((licence) => permissive.test(licence)));

    it('of what is installed without the development packages are permissive', () => {
      expect(pathsWhere(({ dev, license = 'none' }) => dev !== true && !mayBeShipped(license))).toEqual([]);
    });

    it('are nowhere AGPL, GPL, SSPL or missing', () => {
      expect(pathsWhere(({ license = 'none' }) => /GPL|SSPL|BUSL|UNLICENSED|^none$|^SEE/i.test(license))).toEqual([]);
    });
  });
});

it.each([
  ['20.19.0', '>=20.19.0', true],
  ['20.18.9', '>=20.19.0', false],
  ['20.19.0', '>= 20', true],
  ['20.19.0', '^18.18.0 || ^20.9.0 || >=21.1.0', true],
  ['21.0.0', '^18.18.0 || ^20.9.0 || >=21.1.0', false],
  ['20.19.0', '^22 || >=24', false],
  ['20.19.0', '18 || 20 || >=22', true],
  ['19.9.0', '18 || 20 || >=22', false],
  ['20.19.0', '>=16 || 14 >=14.17', true],
  ['14.16.0', '>=16 || 14 >=14.17', false],
  ['20.19.0', '6.* || 8.* || >= 10.*', true],
  ['20.19.0', '>=18 <20', false],
  ['20.19.0', '<=20', true],
  ['20.19.0', '>20', false],
  ['20.19.0', '*', true],
  ['20.19.0', '', true],
])('Node %s in "%s": %s', (version, range, expected) => {
  expect(inRange(version, range)).toBe(expected);
});
