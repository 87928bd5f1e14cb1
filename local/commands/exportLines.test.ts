import { exportLines } from './exportLines.ts';

it('quotes for the shell whatever the values hold', () => {
  const lines = exportLines(
    { accessKeyId: 'ASIA', secretAccessKey: 'a/b+c', sessionToken: "x'; rm -rf $HOME `id` \\" },
    { awsUrl: 'http://127.0.0.1:4566', region: 'us-east-1' },
  );
  expect(lines.split('\n')).toEqual([
    'unset AWS_PROFILE AWS_DEFAULT_PROFILE',
    "export AWS_ACCESS_KEY_ID='ASIA'",
    "export AWS_SECRET_ACCESS_KEY='a/b+c'",
    "export AWS_SESSION_TOKEN='x'\\''; rm -rf $HOME `id` \\'",
    "export AWS_ENDPOINT_URL='http://127.0.0.1:4566'",
    "export AWS_REGION='us-east-1'",
    "export AWS_DEFAULT_REGION='us-east-1'",
    '',
  ]);
});
