import { callerWith, guest, member, sampleGrants, serviceWith, SUB } from '../../test/fixtures.ts';
import { granting, notes, plan, refusalOf, whole } from '../../test/tables.ts';

const sample = serviceWith();
const partsOf = (scope: unknown, service = whole, caller = guest) =>
  plan(scope, service, caller).parts.map(({ part, access, service: { part: language } }) => [
    language.show(part),
    access.join(' '),
  ]);
const at = (key: string | null, index: string | null = null, attributes: readonly string[] | null = null) => ({
  index,
  leadingKeys: key === null ? null : [key],
  attributes,
});

describe('the part', () => {
  it('is the whole part that the grants allow, when it is left out', () => {
    expect(partsOf(notes({ access: ['READ', 'WRITE'] }), sample, member)).toEqual([[at(SUB), 'READ WRITE']]);
    expect(partsOf(notes({}))).toEqual([[at(null), 'READ']]);
  });

  it('is one for each leading key, each once', () => {
    expect(partsOf(notes({ leadingKeys: ['b', 'a', 'b'] }))).toEqual([
      [at('b'), 'READ'],
      [at('a'), 'READ'],
    ]);
  });

  it('has the attributes that are asked for, or those of the grant', () => {
    const limited = granting({ leadingKey: 'k', attributes: ['title', 'owner', 'id'] });
    expect(partsOf(notes({ attributes: ['title', 'id', 'title'] }), limited)).toEqual([
      [at('k', null, ['id', 'title']), 'READ'],
    ]);
    expect(partsOf(notes({ leadingKeys: ['k'] }), limited)).toEqual([
      [at('k', null, ['id', 'owner', 'title']), 'READ'],
    ]);
    expect(refusalOf(notes({ attributes: ['title', 'secret'] }), limited).code).toBe('NotGranted');
  });

  it('is of the table unless an index is named', () => {
    const both = granting(
      { leadingKey: 'k' },
      { leadingKey: 'T#${claims.tenant}', index: 'byTenant', access: ['READ'] },
    );
    const acme = callerWith({ tenant: 'acme' });
    expect(partsOf(notes({}), both, acme)).toEqual([[at('k'), 'READ']]);
    expect(partsOf(notes({ index: 'byTenant' }), both, acme)).toEqual([[at('T#acme', 'byTenant'), 'READ']]);
    expect(partsOf(undefined, both, acme)).toEqual([
      [at('k'), 'READ WRITE'],
      [at('T#acme', 'byTenant'), 'READ'],
    ]);
    expect(refusalOf(notes({ index: 'byOther' }), both, acme).code).toBe('NotGranted');
    expect(refusalOf(notes({ leadingKeys: ['T#acme'] }), both, acme).code).toBe('NotGranted');
  });

  it('of a key that a grant covers for each access value on its own', () => {
    const two = granting({ leadingKey: 'k', access: ['READ'] }, { leadingKey: 'k', access: ['WRITE'] });
    const { admissions } = plan(notes({ leadingKeys: ['k'], access: ['READ', 'WRITE'] }), two);
    expect(admissions.map(({ access, grant }) => [access, grant.name])).toEqual([
      ['READ', 'g0'],
      ['WRITE', 'g1'],
    ]);
  });

  it('is admitted by the grant that lasts longest', () => {
    const two = granting({ leadingKey: 'k', maxDurationSeconds: 900 }, { whole: true });
    expect(plan(notes({ leadingKeys: ['k'] }), two).durationSeconds).toBe(3600);
  });

  it('fills a template between number signs', () => {
    const composed = granting({ leadingKey: 'T#${claims.tenant}#USER#${sub}' });
    expect(partsOf(notes({}), composed, callerWith({ tenant: 'acme' }))).toEqual([[at(`T#acme#USER#${SUB}`), 'READ']]);
  });

  it('whose claim is missing is said with what to set up, but for keys that it could not be', () => {
    const service = granting({ leadingKey: 'T#${claims.tenant}#x' }, { leadingKey: 'k', access: ['READ'] });
    expect(refusalOf(notes({ access: ['WRITE'] }), service)).toMatchObject({
      code: 'ClaimUnusable',
      info: { claim: 'tenant' },
    });
    expect(refusalOf(notes({ leadingKeys: ['T#acme#x'] }), service).code).toBe('ClaimUnusable');
    for (const key of ['T#acme', 'T#acme#y', 'T#a#b#x'])
      expect(refusalOf(notes({ leadingKeys: [key] }), service).code).toBe('NotGranted');
    expect(plan(notes({}), service).unusable).toHaveLength(1);
    expect(plan(notes({ leadingKeys: ['k'] }), service).unusable).toEqual([]);
  });
});

describe('what is refused', () => {
  it.each<{ why: string; ask: Readonly<Record<string, unknown>>; path: string; says: string }>([
    { why: 'no key in the list', ask: { leadingKeys: [] }, path: 'leadingKeys', says: 'Leave it out' },
    { why: 'an empty key', ask: { leadingKeys: ['a', ''] }, path: 'leadingKeys', says: 'is empty' },
    { why: 'a key that is a number', ask: { leadingKeys: [1] }, path: 'leadingKeys', says: 'no string' },
    { why: 'a hole in the keys', ask: { leadingKeys: new Array(1) }, path: 'leadingKeys', says: 'no string' },
    { why: 'a key outside a list', ask: { leadingKeys: 'a' }, path: 'leadingKeys', says: 'not a list' },
    { why: 'a control character', ask: { leadingKeys: ['a\nb'] }, path: 'leadingKeys', says: 'control' },
    { why: 'half a character', ask: { leadingKeys: ['\ud800'] }, path: 'leadingKeys', says: 'half' },
    { why: '2,049 bytes', ask: { leadingKeys: ['x'.repeat(2049)] }, path: 'leadingKeys', says: '2048 bytes' },
    { why: '2,050 bytes in fewer', ask: { leadingKeys: ['é'.repeat(1025)] }, path: 'leadingKeys', says: '2048 bytes' },
    { why: 'no attribute in the list', ask: { attributes: [] }, path: 'attributes', says: 'empty list' },
    { why: 'a path for an attribute', ask: { attributes: ['a.b'] }, path: 'attributes', says: 'top-level' },
    { why: 'a wildcard for an attribute', ask: { attributes: ['*'] }, path: 'attributes', says: 'top-level' },
    { why: 'a variable for an attribute', ask: { attributes: ['${sub}'] }, path: 'attributes', says: 'top-level' },
    { why: 'a long attribute', ask: { attributes: ['a'.repeat(256)] }, path: 'attributes', says: '255' },
    {
      why: '101 attributes',
      ask: { attributes: Array.from({ length: 101 }, (_, name) => `a${String(name)}`) },
      path: 'attributes',
      says: 'more than 100',
    },
    { why: 'a wildcard for an index', ask: { index: 'by*' }, path: 'index', says: 'no name of an index' },
    { why: 'a way up for an index', ask: { index: '../x' }, path: 'index', says: 'no name of an index' },
    { why: 'an empty index', ask: { index: '' }, path: 'index', says: 'Leave it out' },
  ])('$why', ({ ask, path, says }) => {
    expect(refusalOf(notes(ask))).toMatchObject({
      code: 'InvalidScope',
      message: expect.stringContaining(says) as string,
      info: { path: `scope.dynamodb[0].${path}` },
    });
  });

  it.each<{ why: string; ask: Readonly<Record<string, unknown>>; says: string }>([
    { why: 'WRITE on an index', ask: { index: 'byTenant', access: ['WRITE'] }, says: 'WRITE goes with the table' },
    { why: 'DELETE', ask: { access: ['DELETE'] }, says: 'none of READ, WRITE' },
    { why: 'a field of S3', ask: { prefix: 'a/' }, says: 'not known' },
    { why: 'a field of grants', ask: { leadingKey: 'a' }, says: 'not known' },
    { why: 'whole', ask: { whole: true }, says: 'not known' },
    { why: '501 keys', ask: { leadingKeys: Array.from({ length: 501 }, (_, key) => String(key)) }, says: '500 asks' },
  ])('$why', ({ ask, says }) => {
    expect(refusalOf(notes(ask))).toMatchObject({
      code: 'InvalidScope',
      message: expect.stringContaining(says) as string,
    });
  });

  it.each(['other', SUB.toUpperCase(), `${SUB} `, `${SUB}#`, SUB.slice(0, -1), '*', '${aws:PrincipalTag/vend:sub}'])(
    'the key %j of somebody else',
    (key) => {
      expect(refusalOf(notes({ leadingKeys: [SUB, key] }), sample, member)).toMatchObject({
        code: 'NotGranted',
        info: { path: 'scope.dynamodb[0]', resource: 'notes', access: 'READ', leadingKeys: [key] },
      });
    },
  );

  it('a key in another normal form: é is not e and an accent', () => {
    const service = granting({ leadingKey: '\u00e9' });
    expect(refusalOf(notes({ leadingKeys: ['e\u0301'] }), service).code).toBe('NotGranted');
  });
});

describe('a grant on a table', () => {
  it.each<{ why: string; grant: Readonly<Record<string, unknown>>; path: string }>([
    { why: 'no part', grant: {}, path: '' },
    { why: 'two parts', grant: { leadingKey: 'a', whole: true }, path: '' },
    { why: 'a list of keys', grant: { leadingKey: ['a'] }, path: '.leadingKey' },
    { why: 'the field of asks', grant: { leadingKeys: ['a'] }, path: '.leadingKeys' },
    { why: 'an empty key', grant: { leadingKey: '' }, path: '.leadingKey' },
    { why: 'a wildcard', grant: { leadingKey: 'USER#*' }, path: '.leadingKey' },
    { why: 'a variable within a segment', grant: { leadingKey: 'USER-${sub}' }, path: '.leadingKey' },
    { why: 'a near-variable', grant: { leadingKey: 'USER#$sub' }, path: '.leadingKey' },
    { why: 'an IAM variable', grant: { leadingKey: '${aws:username}' }, path: '.leadingKey' },
    { why: 'a user name', grant: { leadingKey: '${claims.username}' }, path: '' },
    { why: 'a whole that is not said', grant: { whole: false }, path: '.whole' },
    { why: 'a wildcard for an index', grant: { leadingKey: 'a', index: '*' }, path: '.index' },
    { why: 'a null index', grant: { leadingKey: 'a', index: null }, path: '.index' },
    { why: 'no attribute', grant: { leadingKey: 'a', attributes: [] }, path: '.attributes' },
    { why: 'a path for an attribute', grant: { leadingKey: 'a', attributes: ['a.b'] }, path: '.attributes' },
    { why: 'a prefix', grant: { prefix: 'a/' }, path: '.prefix' },
    { why: 'WRITE on an index', grant: { leadingKey: 'a', index: 'byTenant' }, path: '.access' },
  ])('is refused with $why', ({ grant, path }) => {
    expect(() => granting(grant)).toThrow(
      expect.objectContaining({ name: 'GrantsError', path: `grants[0]${path}` }) as Error,
    );
  });

  it('is not mixed up with one on a bucket', () => {
    const mixed = { ...sampleGrants.grants[0], resource: 'notes' };
    expect(() => serviceWith({ ...sampleGrants, grants: [mixed] })).toThrow('grants[0].prefix');
  });
});
