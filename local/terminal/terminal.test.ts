import { setTimeout } from 'node:timers/promises';
import { functionLogLine } from './functionLog.ts';
import { ownEnvironment } from './ownEnvironment.ts';
import { paintFor, plain } from './paint.ts';
import { createProgress } from './progress.ts';

describe('colours', () => {
  it.each([
    { why: 'on a terminal', stream: { isTTY: true }, environment: {}, coloured: true },
    { why: 'with NO_COLOR', stream: { isTTY: true }, environment: { NO_COLOR: '1' }, coloured: false },
    { why: 'with an empty NO_COLOR', stream: { isTTY: true }, environment: { NO_COLOR: '' }, coloured: true },
    { why: 'on a dumb terminal', stream: { isTTY: true }, environment: { TERM: 'dumb' }, coloured: false },
    { why: 'in a file', stream: {}, environment: {}, coloured: false },
  ])('$why: $coloured', ({ stream, environment, coloured }) => {
    expect(paintFor(stream, environment)('red', 'x') !== 'x').toBe(coloured);
  });
});

describe('progress', () => {
  it('tells of a step that takes long, not of others, and nothing when done', async () => {
    const lines: string[] = [];
    const progress = createProgress((line) => lines.push(line), 20);
    progress.step('short');
    progress.step('long');
    await setTimeout(60);
    progress.step('last');
    progress.done();
    await setTimeout(60);
    expect(lines).toEqual(['  long …\n']);
  });
});

describe('the environment of the stack', () => {
  it('loses what AWS software would read, and keeps the rest', () => {
    const environment: NodeJS.ProcessEnv = {
      AWS_PROFILE: 'work',
      AWS_ENDPOINT_URL: 'http://elsewhere',
      aws_region: 'x',
      AWS_PORT: '5000',
      PORT: '1',
    };
    ownEnvironment(environment);
    expect(environment).toMatchObject({ AWS_PORT: '5000', PORT: '1' });
    expect(environment).not.toHaveProperty('AWS_PROFILE');
    expect(environment).not.toHaveProperty('AWS_ENDPOINT_URL');
    expect(environment).not.toHaveProperty('aws_region');
  });
});

describe('a function’s log', () => {
  it('is shown as time, outcome and what else there is', () => {
    const line =
      '{"level":"WARN","time":"2026-11-23T21:57:19.173Z","outcome":"NotGranted","vendId":"v","grants":["a"]}';
    expect(functionLogLine(line, plain)).toBe('21:57:19Z  NotGranted  vendId=v grants=["a"]');
  });
  it('is shown without what only CloudWatch reads', () => {
    const line =
      '{"level":"INFO","time":"2026-11-23T21:57:19.173Z","outcome":"vended","_aws":{"Timestamp":1,"CloudWatchMetrics":[]},"Vends":1}';
    expect(functionLogLine(line, plain)).toBe('21:57:19Z  vended  Vends=1');
  });
  it.each(['no JSON', '{"a":1}', '7', 'null'])('leaves %j as it is', (line) => {
    expect(functionLogLine(line, plain)).toBe(line);
  });
});
