import { dependencyCycle } from './dependencyCycle.ts';

describe('dependencyCycle', () => {
  it.each([
    { by: 'Ref', a: { Ref: 'B' } },
    { by: 'GetAtt', a: { 'Fn::GetAtt': ['B', 'Arn'] } },
    { by: 'Sub', a: { 'Fn::Sub': 'x/${B.Arn}' } },
    { by: 'Sub with variables', a: { 'Fn::Sub': ['${v}', { v: { Ref: 'B' } }] } },
    { by: 'DependsOn', a: { DependsOn: ['B'] } },
  ])('follows $by', ({ a }) => {
    expect(dependencyCycle({ A: a, B: { DependsOn: 'C' }, C: { x: [{ Ref: 'A' }] } })).toEqual(['A', 'B', 'C', 'A']);
  });

  it('takes neither a literal variable nor two ways to one resource for a cycle', () => {
    expect(
      dependencyCycle({ A: [{ Ref: 'B' }, { Ref: 'C' }], B: { Ref: 'C' }, C: { 'Fn::Sub': '${!A}${AWS::Region}' } }),
    ).toBeUndefined();
  });
});
