/** What is left of files of the AWS SDK of which less will do: each takes the text of one, and gives the text that is bundled. */

/** The errors that AssumeRole and GetCallerIdentity declare. STS answers neither with another of the service's. */
export const ERRORS = [
  'ExpiredTokenException',
  'InvalidContextAssertionException',
  'MalformedPolicyDocumentException',
  'PackedPolicyTooLargeException',
  'RegionDisabledException',
];

const REGISTERED = /^export var (\w+Exception)\$ = \[-3, n0,[^]*?\n\];\nn0_registry\.registerError\(\1\$, \1\);\n/gm;

/**
 * Without the registration of the service's other errors, and so without their classes: dist-es/schemas/schemas_0.js. Schemas of other operations
 * esbuild leaves out by itself.
 */
export const errorSchemas = (text) => {
  const met = new Set();
  const left = text.replaceAll(REGISTERED, (whole, name) => (ERRORS.includes(name) && met.add(name) ? whole : ''));
  const missing = ERRORS.filter((name) => !met.has(name));
  if (missing.length > 0) throw new Error(`${missing.join(', ')} is not where it was: correct deploy/bundle/trims.js`);
  return left;
};

/**
 * Without the Regions of which a partition's pattern already says that they are its own: util-endpoints/lib/aws/partitions.js. What a Region is called
 * (Africa (Cape Town)) does not count.
 */
export const partitions = (text) =>
  text.replace(/^(export const partitionsInfo = )(\{[^]*\})(;)$/m, (_, before, json, after) => {
    const { partitions: all, ...rest } = JSON.parse(json);
    const first = (region) => all.find(({ regionRegex }) => new RegExp(regionRegex).test(region));
    const left = all.map((partition) => ({
      ...partition,
      regions: Object.fromEntries(
        Object.keys(partition.regions)
          .filter((region) => first(region) !== partition)
          .map((region) => [region, {}]),
      ),
    }));
    return `${before}${JSON.stringify({ ...rest, partitions: left })}${after}`;
  });

/** The SDK tells AWS its version, and no more of it. */
export const versionOnly = (text) => JSON.stringify({ version: JSON.parse(text).version });
