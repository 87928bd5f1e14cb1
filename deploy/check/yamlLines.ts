/** Statements as lines for deploy/vendPolicy.yml, in its own way of writing. */
import type { Conditions, OneOrMany, Statement } from '../../core/policy/document.ts';
import { fields } from '../../local/checked.ts';
import type { Place } from '../../local/resourceNames.ts';
import type { Deployed } from './deployed.ts';

const capitalised = (text: string): string =>
  text
    .split(/[^A-Za-z0-9]+/)
    .map(
      (word) => `${word.charAt(0).toUpperCase()}${/^[A-Z]+$/.test(word) ? word.slice(1).toLowerCase() : word.slice(1)}`,
    )
    .join('');

/** What stands for an ARN in a `!Sub`: what serverless.yml calls it, the ARN itself otherwise. */
const knownArns = (deployed: Deployed): readonly (readonly [arn: string, written: string])[] => {
  const { custom } = deployed.configuration;
  return Object.entries(custom === undefined ? {} : fields(custom, 'custom')).flatMap(([name, value]) => {
    const arn = typeof value === 'object' && value !== null && 'arn' in value ? value.arn : undefined;
    if (typeof arn !== 'string') return [];
    return [[String(deployed.resolve({ 'Fn::Sub': arn }, name)), `\${self:custom.${name}.arn}`] as const];
  });
};

/**
 * The deployment's own Region and account as CloudFormation's variables: the checks pretend a place, and no deployment is there. What is
 * elsewhere stays as it is.
 */
const ofPlace = ({ partition, region, account }: Place): ((text: string) => string) => {
  const arn = new RegExp(`^arn:${partition}:([a-z0-9-]+):(${region})?:(${account})?:`);
  const host = new RegExp(`^([a-z0-9-]+)\\.${region}\\.amazonaws\\.com`);
  const variable = (given: string | undefined, name: string): string => (given === undefined ? '' : `\${AWS::${name}}`);
  return (text) =>
    text
      .replace(
        arn,
        (_, service: string, here?: string, own?: string) =>
          `arn:\${AWS::Partition}:${service}:${variable(here, 'Region')}:${variable(own, 'AccountId')}:`,
      )
      .replace(host, '$1.${AWS::Region}.amazonaws.com');
};

const quoted = (text: string): string => `'${text.replaceAll("'", "''")}'`;

/** A text as YAML reads it again: quoted, but for what cannot be taken for anything else. */
const scalar = (text: string): string => (/^[\w./${}!:#*-]*\w[}/*]*$/.test(text) ? text : quoted(text));

/**
 * Writes texts of a statement. What comes of a claim is its session tag, and a known ARN what serverless.yml calls it;
 * the deployment's Region and account are CloudFormation's variables.
 *
 * @param tags text that a claim came to → the session tag that holds it
 */
export const writeText = (deployed: Deployed, tags: ReadonlyMap<string, string>) => {
  const arns = knownArns(deployed);
  const here = ofPlace(deployed.place);
  return (text: string): string => {
    let written = text.replaceAll(/\$\{([*?$])\}/g, '${!$1}');
    for (const [arn, variable] of arns)
      if (written === arn || written.startsWith(`${arn}/`)) written = variable + written.slice(arn.length);
    written = here(written);
    for (const [marker, tag] of tags) written = written.replaceAll(marker, `\${!aws:PrincipalTag/${tag}}`);
    return written.includes('${') ? `!Sub ${scalar(written)}` : quoted(written);
  };
};

/** The lines of statements, beginning at the left margin. `tags` as in `writeText`. */
export const yamlLines = (
  statements: readonly Statement[],
  name: string,
  deployed: Deployed,
  tags: ReadonlyMap<string, string>,
): string => {
  const value = writeText(deployed, tags);
  const values = (given: OneOrMany | undefined, indent: string, write: (text: string) => string): string => {
    const list = given === undefined ? [] : [given].flat();
    return list.length === 1 ? ` ${write(list[0] ?? '')}` : list.map((one) => `\n${indent}- ${write(one)}`).join('');
  };
  const conditions = (given: Conditions): string =>
    Object.entries(given)
      .map(
        ([operator, keys]) =>
          `      ${operator === 'Null' ? "'Null'" : operator}:\n${Object.entries(keys)
            .map(([key, wanted]) => `        ${key}:${values(wanted, '          ', value)}\n`)
            .join('')}`,
      )
      .join('');
  return statements
    .map(
      ({ Action, Resource, Condition }, index) =>
        `- Sid: ${capitalised(name)}${index === 0 ? '' : String(index + 1)}
  Effect: Allow
  Action:${values(Action, '    ', (action) => action)}
  Resource:${values(Resource, '    ', value)}
${Condition === undefined ? '' : `  Condition:\n${conditions(Condition).replaceAll(/^ {2}/gm, '')}`}`,
    )
    .join('');
};
