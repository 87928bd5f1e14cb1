/** One cold start: loads a function's file, invokes it, and says how long each took. */
const { performance } = require('node:perf_hooks');

const [file, pause] = process.argv.slice(2);
const started = performance.now();
const { handler } = require(file);
const load = performance.now() - started;

const invoke = async (event, number) => {
  const before = performance.now();
  const answer = await handler(event, {
    awsRequestId: `cold-${process.pid}-${number}`,
    getRemainingTimeInMillis: () => 10_000,
  });
  return { ms: performance.now() - before, answer };
};

process.once('message', async (event) => {
  await new Promise((resolve) => setTimeout(resolve, Number(pause)));
  const first = await invoke(event, 1);
  const { user, system } = process.cpuUsage();
  const second = await invoke(event, 2);
  const report = {
    load,
    first: first.ms,
    second: second.ms,
    cpu: (user + system) / 1000,
    answers: [first.answer, second.answer],
  };
  process.send(report, () => process.exit(0));
});
