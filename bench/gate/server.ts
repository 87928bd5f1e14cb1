/** A process of its own that serves S3 and DynamoDB as the local stack does, with its gate or without one. */
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { awsEndpoint } from '../../local/awsEndpoint.ts';
import { createDynamodb } from '../../local/dynamodb/dynamodb.ts';
import { createGate } from '../../local/gate/gate.ts';
import { listen } from '../../local/ports.ts';
import { createS3 } from '../../local/s3/s3.ts';
import { readService } from '../../local/readService.ts';
import { createSts } from '../../local/sts/sts.ts';
import { openGate } from './openGate.ts';
import { vendSessions } from './vendSessions.ts';
import type { Asked, Report, Started } from './messages.ts';

/** What went wrong that no client is told of, as text. */
const faults: string[] = [];
const note = (kind: string) => (fault: unknown) => {
  faults.push(`${kind}: ${fault instanceof Error ? (fault.stack ?? fault.message) : String(fault)}`);
};
process.on('unhandledRejection', note('unhandled rejection'));
process.on('uncaughtException', note('uncaught exception'));
process.on('warning', note('warning'));

setFlagsFromString('--expose-gc');
const collectGarbage = runInNewContext('gc') as () => void;

const report = (tidied: boolean): Report => {
  if (tidied) collectGarbage();
  const { user, system } = process.cpuUsage();
  return { faults, heap: process.memoryUsage().heapUsed, cpu: user + system };
};

const [variant, count = '1'] = process.argv.slice(2);
process.env['AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED'] = 'true';
const service = await readService();
const sts = createSts({ service });
const sessions = await vendSessions(service, sts, Number(count));
const session = sts.session(sessions[0]?.accessKeyId ?? '');
if (session === undefined) throw new Error('There is no session.');
const gate = variant === 'direct' ? openGate(session) : createGate;
const s3 = createS3({ service, sts, createGate: gate });
const dynamodb = await createDynamodb({ service, sts, createGate: gate });
const aws = await listen(
  awsEndpoint({ sts: sts.serve, 'cognito-idp': sts.serve, s3: s3.serve, dynamodb: dynamodb.serve }, note('fault')),
  0,
  'AWS_PORT',
);
process.on('message', (asked: Asked) => process.send?.(report(asked === 'heap')));
process.on('disconnect', () => process.exit());
const started: Started = {
  url: aws.url,
  region: service.region,
  bucket: service.buckets[0]?.name ?? '',
  table: service.tables[0]?.name ?? '',
  sessions,
};
process.send?.(started);
