/** What is left of the AWS SDK's files says what the whole files say, as far as it is asked. */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { ERRORS, errorSchemas, partitions } from './trims.js';

const sdk = path.resolve(import.meta.dirname, '../../node_modules/@aws-sdk');
const sts = (file: string) => readFileSync(path.join(sdk, 'client-sts', file), 'utf8');

describe('the errors of STS', () => {
  const declared = ['AssumeRole', 'GetCallerIdentity'].flatMap((operation) =>
    [...sts(`dist-types/commands/${operation}Command.d.ts`).matchAll(/@throws \{@link (\w+)\}/g)].map(
      ([, name]) => name,
    ),
  );

  it('are those that the two operations declare, and the base of all', () => {
    expect([...new Set(declared)].sort()).toEqual([...ERRORS, 'STSServiceException'].sort());
  });

  const schemas = sts('dist-es/schemas/schemas_0.js');

  it('are left, and no other', () => {
    const names = (text: string) =>
      [...text.matchAll(/^n0_registry\.registerError\(\w+\$, (\w+)\);$/gm)].map(([, name]) => name);
    expect(names(schemas).length).toBeGreaterThan(ERRORS.length);
    expect(names(errorSchemas(schemas)).sort()).toEqual(ERRORS);
  });

  it('must all be where they were', () => {
    const moved = schemas.replaceAll('PackedPolicyTooLargeException', 'OtherException');
    expect(() => {
      errorSchemas(moved);
    }).toThrow('PackedPolicyTooLargeException is not where it was');
  });
});

describe('the partitions', () => {
  const whole = readFileSync(
    path.join(sdk, 'core/dist-es/submodules/client/util-endpoints/lib/aws/partitions.js'),
    'utf8',
  );

  interface Partition {
    readonly id: string;
    readonly outputs: object;
    readonly regionRegex: string;
    readonly regions: Record<string, object>;
  }
  const read = (text: string) =>
    (JSON.parse(/\{[^]*\}/.exec(text)?.[0] ?? '') as { partitions: readonly Partition[] }).partitions;
  // As the SDK looks for it.
  const idOf = (all: readonly Partition[], region: string) =>
    (
      all.find(({ regions }) => region in regions) ??
      all.find(({ regionRegex }) => new RegExp(regionRegex).test(region))
    )?.id;

  it('are the same for every Region', () => {
    const [before, after] = [read(whole), read(partitions(whole))];
    const regions = before.flatMap((partition) => Object.keys(partition.regions));
    expect(regions.length).toBeGreaterThan(40);
    expect(regions.map((region) => idOf(after, region))).toEqual(regions.map((region) => idOf(before, region)));
    expect(after.map(({ outputs }) => outputs)).toEqual(before.map(({ outputs }) => outputs));
  });

  it('keep a Region that the pattern of its partition does not have', () => {
    expect(read(partitions(whole))[0]?.regions).toEqual({ 'aws-global': {} });
  });
});
