import { project } from './fixture.ts';
import { unexplained, unexplainedIn } from './reasons.ts';

const statement = (body: string, above = '') => `
        Statement:
${above}          - Sid: One
            Effect: Deny
${body}          - Sid: Two
            Effect: Allow
            Action: s3:GetObject
            Resource: !Sub \${A.Arn}/*
`;
const wheres = (text: string) => unexplained('f.yml', text).map(({ where }) => where);

describe('unexplained', () => {
  it.each([
    { what: 'all resources', body: `            Action: s3:GetObject\n            Resource: '*'\n` },
    { what: 'all actions', body: `            Action: "*"\n            Resource: !GetAtt A.Arn\n` },
    { what: 'all actions of a service', body: `            Action: s3:*\n            NotResource: !GetAtt A.Arn\n` },
    {
      what: 'some actions of a service',
      body: `            Action: [s3:GetObject, s3:Put*]\n            Resource: !GetAtt A.Arn\n`,
    },
    {
      what: 'one in a list',
      body: `            Action:\n              - s3:GetObject\n              - iam:*\n            Resource: !GetAtt A.Arn\n`,
    },
    {
      what: 'everybody',
      body: `            Principal: '*'\n            Action: s3:GetObject\n            Resource: !GetAtt A.Arn\n`,
    },
  ])('finds $what', ({ body }) => {
    expect(wheres(statement(body))).toEqual(['f.yml:3']);
    expect(wheres(statement(body, '          # Because.\n'))).toEqual([]);
    expect(wheres(statement(`            # Because.\n${body}`))).toEqual([]);
  });

  it.each([
    { what: 'a path', body: `            Action: s3:GetObject\n            Resource: !Sub \${A.Arn}/*\n` },
    {
      what: 'a pattern in a condition',
      body: `            Action: s3:GetObject\n            Resource: !GetAtt A.Arn\n            Condition: { StringLike: { 'a:b': '*' } }\n`,
    },
  ])('takes $what', ({ body }) => {
    expect(wheres(statement(body))).toEqual([]);
  });

  it('finds nothing in this project', async () => {
    expect(await unexplainedIn(project)).toEqual([]);
  });
});
