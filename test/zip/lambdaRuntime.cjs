/** Runs a function's file as the Lambda runtime does: puts its own console in place, loads the file, and hands it one event after the other. */
const { format } = require('node:util');

let requestId = 'undefined';

// With logs as text: https://docs.aws.amazon.com/lambda/latest/dg/nodejs-logging.html
for (const [method, level] of Object.entries({
  debug: 'DEBUG',
  log: 'INFO',
  info: 'INFO',
  warn: 'WARN',
  error: 'ERROR',
})) {
  console[method] = (...values) => {
    process.stdout.write(`${new Date().toISOString()}\t${requestId}\t${level}\t${format(...values)}\n`);
  };
}

const { handler } = require(process.argv[2]);

process.on('message', ({ id, event, context }) => {
  requestId = context.awsRequestId;
  Promise.resolve()
    .then(() => handler(event, { ...context, getRemainingTimeInMillis: () => 10_000 }))
    .then(
      (answer) => process.send({ id, answer: JSON.stringify(answer) }),
      (error) => process.send({ id, failure: String(error?.stack) }),
    );
});
process.send({ ready: process.version });
