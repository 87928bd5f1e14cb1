/** What stands in for parts of the AWS SDK does as they do, as far as it does it, and refuses the rest aloud. */
import path from 'node:path';
import { createContext, runInContext } from 'node:vm';
import { STSClient } from '@aws-sdk/client-sts';
import { build } from 'esbuild';
import { standInPlugin } from './standInPlugin.js';
import { standIns } from './standIns.js';
import { defaultProvider } from './standIns/environmentCredentials.js';
import { fromSharedConfigFiles } from './standIns/noConfigFiles.js';
import { HeaderFormatter } from './standIns/noEventHeaders.js';
import { SignatureV4MultiRegion } from './standIns/oneRegionSigner.js';
import { parseRetryAfterHeader } from './standIns/retryAfter.js';
import { defaultEndpointResolver } from './standIns/stsEndpoint.js';

const project = path.resolve(import.meta.dirname, '../..');
const environment = { ...process.env };
afterEach(() => {
  process.env = { ...environment };
});

const bundle = (contents: string, table = standIns) =>
  build({
    // As the SDK's own modules import.
    stdin: { contents, sourcefile: path.join(project, 'node_modules/@smithy/core/any.js'), resolveDir: project },
    bundle: true,
    write: false,
    platform: 'node',
    format: 'cjs',
    mainFields: ['module', 'main'],
    logLevel: 'silent',
    plugins: [standInPlugin(table)],
  });

describe('the endpoint of STS', () => {
  const theirs = new STSClient({ region: 'us-east-1', credentials: { accessKeyId: 'AKIA', secretAccessKey: 'x' } });
  const regions =
    'us-east-1 eu-central-1 ap-southeast-7 us-new-9 cn-north-1 us-gov-west-1 us-iso-east-1 us-isob-east-1 eu-isoe-west-1 us-isof-south-1 eusc-de-east-1 zz-new-1'.split(
      ' ',
    );
  const flags = [false, true];
  const settings = regions.flatMap((Region) =>
    flags.flatMap((UseFIPS) =>
      flags.flatMap((UseDualStack) =>
        [undefined, 'http://127.0.0.1:4566'].map((Endpoint) => ({ Region, UseFIPS, UseDualStack, Endpoint })),
      ),
    ),
  );
  const answer = (resolve: () => { url: URL; properties?: unknown }) => {
    try {
      const { url, properties } = resolve();
      return { url: url.href, properties };
    } catch {
      return 'refused';
    }
  };

  it('is that of the SDK, for every partition and setting', () => {
    for (const setting of settings) {
      const given = { ...setting, UseGlobalEndpoint: false };
      const expected = answer(() => theirs.config.endpointProvider(given));
      expect({ given, answer: answer(() => defaultEndpointResolver(given)) }).toEqual({ given, answer: expected });
    }
  });

  it.each([{ Region: 'aws-global' }, { Region: 'us-east-1', UseGlobalEndpoint: true }, {}])(
    'is never the global one: %j',
    (given) => {
      expect(() => defaultEndpointResolver(given)).toThrow('in its own Region only');
    },
  );
});

describe('credentials', () => {
  it('are those of the environment', async () => {
    Object.assign(process.env, { AWS_ACCESS_KEY_ID: 'ASIA', AWS_SECRET_ACCESS_KEY: 'key', AWS_SESSION_TOKEN: 'token' });
    expect(await defaultProvider()()).toEqual({
      accessKeyId: 'ASIA',
      secretAccessKey: 'key',
      sessionToken: 'token',
    });
  });

  it.each(['AWS_ACCESS_KEY_ID', 'AWS_SECRET_ACCESS_KEY'])('without %s are an error that says so', async (name) => {
    Object.assign(process.env, { AWS_ACCESS_KEY_ID: 'ASIA', AWS_SECRET_ACCESS_KEY: 'key', [name]: '' });
    await expect(defaultProvider()()).rejects.toMatchObject({
      name: 'CredentialsProviderError',
      message: expect.stringContaining('AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY are not set') as unknown,
    });
  });
});

it('lets the SDK go on without configuration files, unless they are asked for', async () => {
  delete process.env['AWS_PROFILE'];
  delete process.env['AWS_CONFIG_FILE'];
  await expect(fromSharedConfigFiles()()).rejects.toMatchObject({ tryNextLink: true });
  process.env['AWS_PROFILE'] = 'other';
  await expect(fromSharedConfigFiles()()).rejects.toMatchObject({ tryNextLink: false });
});

describe('when to try again', () => {
  const seconds = (headers: object) => {
    const at = parseRetryAfterHeader({ headers });
    return at === undefined ? undefined : Math.round((at.getTime() - Date.now()) / 1000);
  };

  it.each([
    [{ 'Retry-After': '7' }, 7],
    [{ 'retry-after': '1.5' }, 2],
    [{ 'retry-after': new Date(Date.now() + 3_600_000).toUTCString() }, 3600],
    [{ 'x-amz-retry-after': '4000' }, 4],
    [{ 'retry-after': 'soon' }, undefined],
    [{ 'x-amz-retry-after': 'soon' }, undefined],
    [{ 'content-type': 'text/xml' }, undefined],
  ])('%j is in %p seconds', (headers, expected) => {
    const found = seconds(headers);
    if (expected === undefined) expect(found).toBeUndefined();
    else expect(Math.abs((found ?? NaN) - expected)).toBeLessThanOrEqual(2);
  });

  it('is nothing to be known without an answer', () => {
    expect(parseRetryAfterHeader(undefined)).toBeUndefined();
  });
});

it('signs for one Region, and refuses SigV4a and event streams', async () => {
  const signer = new SignatureV4MultiRegion({
    service: 'sts',
    region: 'us-east-1',
    credentials: { accessKeyId: 'AKIA', secretAccessKey: 'x' },
    sha256: Object as never,
  });
  await expect(signer.sign({}, { signingRegion: '*' })).rejects.toThrow('SigV4a is not in the built function');
  expect(() => {
    new HeaderFormatter().format();
  }).toThrow('Event streams are not in the built function');
});

describe('what is absent', () => {
  it.each(Object.entries(standIns.absent))('%s throws, saying what was called', async (name, { names }) => {
    const { outputFiles } = await bundle(
      names.length === 0
        ? `globalThis.result = import('${name}').then(() => 'loaded', ({ message }) => message);`
        : `import { ${names[0] ?? ''} as called } from '${name}'; try { new called(); globalThis.result = 'called'; } catch ({ message }) { globalThis.result = message; }`,
    );
    const realm = createContext({}) as { result?: unknown };
    runInContext(outputFiles[0]?.text ?? '', realm);
    expect(await realm.result).toContain(`${name} is not in the built function`);
  });
});

describe('a build', () => {
  const sdk = `export * from '@aws-sdk/client-sts';`;

  it('takes every stand-in', async () => {
    await expect(bundle(sdk)).resolves.toMatchObject({ errors: [] });
  });

  it.each([
    { ...standIns, replaced: { ...standIns.replaced, './moved': 'retryAfter.js' } },
    { ...standIns, absent: { ...standIns.absent, './moved': { names: [], why: 'gone' } } },
    { ...standIns, trimmed: { ...standIns.trimmed, './moved': (text: string) => text } },
    { ...standIns, trimmed: { ...standIns.trimmed, 'client-sts/package.json': (text: string) => text } },
  ])('with the SDK fails for one that nothing imports, case %#', async (table) => {
    await expect(bundle(sdk, table as never)).rejects.toThrow('correct deploy/bundle/standIns.js');
  });

  it('without the SDK does not', async () => {
    await expect(bundle('export const one = 1;')).resolves.toMatchObject({ errors: [] });
  });
});
