import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { readConfiguration } from './configuration.ts';

let project: string;
beforeAll(async () => {
  project = await mkdtemp(path.join(os.tmpdir(), 'configuration-'));
});
afterAll(async () => {
  await rm(project, { recursive: true });
});

const read = async (yaml: string, stage?: string) => {
  await writeFile(path.join(project, 'serverless.yml'), yaml);
  return readConfiguration(project, stage);
};

const staged = `
params: { default: { flows: [a] }, dev: { flows: [a, b] }, prod: {} }
provider: { stage: "\${opt:stage, 'dev'}" }
flows: \${param:flows}
name: x-\${sls:stage}
`;

describe('readConfiguration', () => {
  it.each([
    { stage: undefined, flows: ['a', 'b'], name: 'x-dev' },
    { stage: 'prod', flows: ['a'], name: 'x-prod' },
    { stage: 'other', flows: ['a'], name: 'x-other' },
  ])('gives the parameters of stage $stage', async ({ stage, flows, name }) => {
    expect(await read(staged, stage)).toMatchObject({ flows, name });
  });

  it('keeps references for CloudFormation and literal variables for IAM', async () => {
    expect(
      await read("a: !Sub '${X.Arn}/${!aws:PrincipalTag/vend:sub}'\nb: !GetAtt X.Arn\nVersion: 2012-10-17"),
    ).toEqual({
      a: { 'Fn::Sub': '${X.Arn}/${!aws:PrincipalTag/vend:sub}' },
      b: { 'Fn::GetAtt': ['X', 'Arn'] },
      Version: '2012-10-17',
    });
  });

  it('reads the files that serverless.yml names', async () => {
    await writeFile(path.join(project, 'part.yml'), 'r: !Ref ${self:service}');
    expect(await read('service: s\nresources:\n  - ${file(part.yml)}')).toEqual({
      service: 's',
      resources: [{ r: { Ref: 's' } }],
    });
  });

  it.each([
    { what: 'a source that it does not know', yaml: 'a: { b: "${ssm:/x}" }', message: 'a.b holds a variable' },
    { what: 'a parameter that no stage gives', yaml: 'a: ${param:x}', message: 'Cannot resolve variable at "a"' },
    { what: 'text that is no YAML', yaml: 'a: [', message: 'Cannot parse "serverless.yml"' },
  ])('refuses $what', async ({ yaml, message }) => {
    await expect(read(yaml)).rejects.toThrow(message);
  });
});
