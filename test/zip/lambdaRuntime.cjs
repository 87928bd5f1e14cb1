/** Runs a function's file as the Lambda runtime does: loads it, and hands it one event after the other. */
const { handler } = require(process.argv[2]);

process.on('message', ({ id, event, context }) => {
  Promise.resolve()
    .then(() => handler(event, { ...context, getRemainingTimeInMillis: () => 10_000 }))
    .then(
      (answer) => process.send({ id, answer: JSON.stringify(answer) }),
      (error) => process.send({ id, failure: String(error?.stack) }),
    );
});
process.send({ ready: process.version });
