/** Statements as lines for deploy/vendPolicy.yml, in its own way of writing. */
import type { Conditions, OneOrMany, Statement } from '../../core/policy/document.ts';
import { fields } from '../../local/checked.ts';
import { type Place, urlSuffix } from '../../local/resourceNames.ts';
import type { Deployed } from './deployed.ts';

/** Words as one, each with a capital letter. */
export const capitalised = (text: string): string =>
  text
    .split(/[^A-Za-z0-9]+/)
    .map(
      (word) => `${word.charAt(0).toUpperCase()}${/^[A-Z]+$/.test(word) ? word.slice(1).toLowerCase() : word.slice(1)}`,
    )
    .join('');

type Written = readonly [arn: string, written: string];

/** What serverless.yml itself calls ARNs: `custom.uploads.arn`. */
const customArns = ({ configuration: { custom }, resolve }: Deployed): readonly Written[] =>
  Object.entries(custom === undefined ? {} : fields(custom, 'custom')).flatMap(([name, value]) => {
    const arn = typeof value === 'object' && value !== null && 'arn' in value ? value.arn : undefined;
    return typeof arn === 'string'
      ? [[String(resolve({ 'Fn::Sub': arn }, name)), `\${self:custom.${name}.arn}`] as const]
      : [];
  });

const NAMED_BY_CLOUDFORMATION = ['AWS::S3::Bucket', 'AWS::DynamoDB::Table', 'AWS::Lambda::Function'];

/** What the template makes and CloudFormation names: the checks made up another name. */
const madeArns = ({ resources, resolve }: Deployed): readonly Written[] =>
  Object.entries(resources).flatMap(([id, { Type }]) =>
    NAMED_BY_CLOUDFORMATION.includes(Type)
      ? [[String(resolve({ 'Fn::GetAtt': [id, 'Arn'] }, id)), `\${${id}.Arn}`] as const]
      : [],
  );

/**
 * The deployment's own partition, Region and account as CloudFormation's variables: the checks pretend a place, and no deployment is
 * there. What RESOURCES says to be elsewhere stays as it is.
 */
const ofPlace = (place: Place): ((text: string) => string) => {
  const { partition, region, account } = place;
  const variables = new Map([
    [partition, '${AWS::Partition}'],
    [region, '${AWS::Region}'],
    [account, '${AWS::AccountId}'],
  ]);
  const written = (part: string): string => variables.get(part) ?? part;
  return (text) =>
    text
      .replace(
        /^arn:([^:]+):([a-z0-9-]+):([^:]*):([^:]*):/,
        (_, of: string, service: string, at: string, owner: string) =>
          `arn:${written(of)}:${service}:${written(at)}:${written(owner)}:`,
      )
      .replace(new RegExp(`^([a-z0-9-]+)\\.${region}\\.${urlSuffix(place)}$`), '$1.${AWS::Region}.${AWS::URLSuffix}')
      .replace(new RegExp(`^${region}$`), '${AWS::Region}');
};

const quoted = (text: string): string => `'${text.replaceAll("'", "''")}'`;

/** A text as YAML reads it again: quoted, but for what cannot be taken for anything else. */
const scalar = (text: string): string => (/^[\w./${}!:#*-]*\w[}/*]*$/.test(text) ? text : quoted(text));

/**
 * Writes texts of a statement. What comes of a claim is its session tag, and what the template makes is called as it calls it;
 * the deployment's partition, Region and account are CloudFormation's variables.
 *
 * @param tags text that a claim came to → the session tag that holds it
 */
export const writeText = (deployed: Deployed, tags: ReadonlyMap<string, string>) => {
  const arns = [...customArns(deployed), ...madeArns(deployed)];
  const here = ofPlace(deployed.place);
  return (text: string): string => {
    let written = text.replaceAll(/\$\{([*?$]|aws:[^}]*)\}/g, '${!$1}');
    for (const [arn, variable] of arns)
      if (written === arn || written.startsWith(`${arn}/`) || written.startsWith(`${arn}:`))
        written = variable + written.slice(arn.length);
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
