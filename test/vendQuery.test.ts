/** The Athena query that says what was done with vended credentials, run on sample records. */
import { textOf } from './projectFiles.ts';
import { OTHER_SUB, OTHER_VEND, RETRIED_VEND, SUB, trailRecords, UNUSED_VEND, VEND } from './trailRecords.ts';
import { columnsOf, queryTrail } from './trailTable.ts';

const table = textOf('deploy/queries/trail.sql');
const query = textOf('deploy/queries/vend.sql');
const ask = (vendId: string, from = '2026/11/23', to = '2026/11/24') =>
  queryTrail(table, query, trailRecords, [from, to, vendId]);
const requests = (rows: ReturnType<typeof ask>) => rows.map(({ requestid }) => requestid);

describe('the query by vend id', () => {
  it('gives what was done with the credentials, refused requests too, in the order of time', () => {
    expect(ask(VEND)).toMatchObject([
      { requestid: 'r0', eventname: 'GetObject', errorcode: 'AccessDenied' },
      {
        requestid: 'r1',
        eventname: 'PutObject',
        errorcode: null,
        sourceipaddress: '198.51.100.7',
        requestparameters: JSON.stringify({ bucketName: 'uploads', key: `users/${SUB}/photo.jpg` }),
      },
      { requestid: 'r3', eventname: 'PutObject' },
      { requestid: 'r8', eventname: 'PutObject' },
      { requestid: 'r2', eventsource: 'dynamodb.amazonaws.com', eventname: 'GetItem' },
    ]);
  });

  it('says whose the vend is, and when and from which role', () => {
    for (const row of ask(VEND)) {
      expect(row).toMatchObject({
        vendid: VEND,
        sub: SUB,
        vendedat: '2026-11-23T11:59:58Z',
        rolearn: 'arn:aws:iam::123456789012:role/scopevend-prod-VendRole',
      });
    }
  });

  it('keeps vends apart', () => {
    const rows = ask(OTHER_VEND);
    expect(requests(rows)).toEqual(['r4']);
    expect(rows).toMatchObject([{ sub: OTHER_SUB }]);
  });

  it('gives one row without an event for credentials that nobody used', () => {
    expect(ask(UNUSED_VEND)).toMatchObject([{ vendid: UNUSED_VEND, sub: SUB, eventname: null }]);
  });

  it('tells the credentials of two tries apart, of which the user got the second', () => {
    // Athena sorts a row without an event last, SQLite first.
    const rows = ask(RETRIED_VEND).map(({ vendedat, requestid }) => [vendedat, requestid]);
    expect(rows).toHaveLength(2);
    expect(new Map(rows as [string, unknown][])).toEqual(
      new Map([
        ['2026-11-23T13:00:00Z', null],
        ['2026-11-23T13:00:03Z', 'r9'],
      ]),
    );
  });

  it.each(['refused', 'unknown', '%'])('gives nothing for %s, which is no vend', (vendId) => {
    expect(ask(vendId)).toEqual([]);
  });

  it('reads the days that were asked for, and no others', () => {
    expect(requests(ask(VEND, '2026/11/23', '2026/11/23'))).toEqual(['r0', 'r1', 'r3', 'r8']);
    expect(ask(VEND, '2026/11/24', '2026/11/24')).toEqual([]);
  });

  it('asks for one user by the other column that it names', () => {
    const [, column = '', instead = ''] = /write (\S+) for (\S+) in the last condition/.exec(query) ?? [];
    const byUser = query.replace(`WHERE ${instead} = ?`, `WHERE ${column} = ?`);
    expect(byUser).not.toBe(query);
    const rows = queryTrail(table, byUser, trailRecords, ['2026/11/23', '2026/11/24', SUB]);
    expect(new Set(rows.map(({ vendid }) => vendid))).toEqual(new Set([VEND, UNUSED_VEND]));
    expect(requests(rows).sort()).toEqual([null, 'r0', 'r1', 'r2', 'r3', 'r8'].sort());
  });
});

it('has three parameters, and no question mark besides that somebody could take for one', () => {
  expect(query.match(/\?/g)).toHaveLength(3);
});

describe('the table', () => {
  it('declares the field that AWS leaves out of its example', () => {
    const without = table.replace(/,\n *sourceidentity: STRING/, '');
    expect(without).not.toBe(table);
    expect(() => queryTrail(without, query, trailRecords, ['', '', ''])).toThrow(/sessioncontext\.sourceidentity/);
  });

  it('reads a day’s partition from the place that it says', () => {
    expect([...columnsOf(table).keys()].at(-1)).toBe('day');
    expect(table).toContain("'storage.location.template' = 's3://BUCKET/AWSLogs/ACCOUNT/CloudTrail/REGION/${day}'");
    expect(table).toContain("LOCATION 's3://BUCKET/AWSLogs/ACCOUNT/CloudTrail/REGION'");
  });
});
