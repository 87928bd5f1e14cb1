/** For tests: AWS's own tools that take credentials in ways which the SDK for JavaScript does not show, where they are installed. */
import { spawnSync } from 'node:child_process';

/** What to list. */
export interface Listing {
  readonly bucket: string;
  readonly prefix: string;
  readonly awsUrl: string;
}

const program = `
import sys, boto3
client = boto3.client("s3", endpoint_url=sys.argv[3])
for item in client.list_objects_v2(Bucket=sys.argv[1], Prefix=sys.argv[2]).get("Contents", []):
    print(item["Key"])
`;

const answers = (command: string, ...args: string[]): boolean => spawnSync(command, args).status === 0;

const tool = (name: string, isInstalled: boolean, list: (listing: Listing) => readonly [string, ...string[]]) => ({
  title: isInstalled ? name : `${name} (SKIPPED: it is not installed)`,
  isInstalled,
  list,
});

/** Each with the command that lists a prefix of a bucket. */
export const awsTools = [
  tool('the AWS CLI', answers('aws', '--version'), ({ bucket, prefix, awsUrl }) => [
    'aws',
    '--endpoint-url',
    awsUrl,
    's3',
    'ls',
    `s3://${bucket}/${prefix}`,
  ]),
  tool('boto3', answers('python3', '-c', 'import boto3'), ({ bucket, prefix, awsUrl }) => [
    'python3',
    '-c',
    program,
    bucket,
    prefix,
    awsUrl,
  ]),
];
