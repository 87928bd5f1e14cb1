/**
 * Not how to vend: the floor that bench:cold measures against. AssumeRole by Node's own modules and hand-written Signature V4, as little as
 * gets real credentials. It verifies no JWT, knows no grants, tries once, and answers no error.
 */
const { createHash, createHmac } = require('node:crypto');
const { Agent, request } = require('node:https');

const { AWS_REGION, AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY, AWS_SESSION_TOKEN, VEND_ROLE_ARN } = process.env;
const host = `sts.${AWS_REGION}.amazonaws.com`;
const agent = new Agent({ keepAlive: true });
const hash = (text) => createHash('sha256').update(text).digest('hex');
const hmac = (key, text) => createHmac('sha256', key).update(text).digest();

/** https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-create-signed-request.html */
const signed = (body) => {
  const time = new Date().toISOString().replace(/[-:]|\.\d+/g, '');
  const scope = `${time.slice(0, 8)}/${AWS_REGION}/sts/aws4_request`;
  const headers = {
    'content-type': 'application/x-www-form-urlencoded',
    host,
    'x-amz-date': time,
    'x-amz-security-token': AWS_SESSION_TOKEN,
  };
  const names = Object.keys(headers).join(';');
  const lines = Object.entries(headers).map(([name, value]) => `${name}:${value}\n`);
  const canonical = ['POST', '/', '', lines.join(''), names, hash(body)].join('\n');
  const key = scope.split('/').reduce((from, part) => hmac(from, part), `AWS4${AWS_SECRET_ACCESS_KEY}`);
  const signature = hmac(key, ['AWS4-HMAC-SHA256', time, scope, hash(canonical)].join('\n')).toString('hex');
  const authorization = `AWS4-HMAC-SHA256 Credential=${AWS_ACCESS_KEY_ID}/${scope}, SignedHeaders=${names}, Signature=${signature}`;
  return { ...headers, authorization, 'content-length': Buffer.byteLength(body) };
};

const post = (body) =>
  new Promise((resolve, reject) => {
    request({ host, method: 'POST', path: '/', agent, headers: signed(body) }, (answer) => {
      let text = '';
      answer.on('data', (chunk) => (text += chunk)).on('end', () => resolve(text));
    })
      .on('error', reject)
      .end(body);
  });

exports.handler = async ({ authorization }, { awsRequestId }) => {
  const { sub } = JSON.parse(Buffer.from(authorization.split('.')[1], 'base64url'));
  const Policy = { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: 's3:GetObject', Resource: '*' }] };
  const asked = new URLSearchParams({
    Action: 'AssumeRole',
    Version: '2011-06-15',
    RoleArn: VEND_ROLE_ARN,
    RoleSessionName: awsRequestId,
    SourceIdentity: sub,
    'Tags.member.1.Key': 'vend:sub',
    'Tags.member.1.Value': sub,
    DurationSeconds: '3600',
    Policy: JSON.stringify(Policy),
  });
  const answer = await post(asked.toString());
  const of = (name) => new RegExp(`<${name}>([^<]+)</${name}>`).exec(answer)?.[1];
  return { data: { accessKeyId: of('AccessKeyId'), secretAccessKey: of('SecretAccessKey') } };
};
