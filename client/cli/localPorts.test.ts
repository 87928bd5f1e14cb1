import { portFrom } from './localPorts.ts';

describe('portFrom', () => {
  it.each([
    [{}, 'PORT', 4000],
    [{}, 'AWS_PORT', 4566],
    [{ PORT: '' }, 'PORT', 4000],
    [{ PORT: '1' }, 'PORT', 1],
    [{ AWS_PORT: '65535', PORT: '1' }, 'AWS_PORT', 65_535],
  ] as const)('reads %j for %s as %i', (environment, variable, port) => {
    expect(portFrom(environment, variable)).toBe(port);
  });

  it.each(['0', '65536', '-1', '80.5', '0x50', ' 80', '1e3', 'http', '４０００'])('refuses %j', (value) => {
    expect(() => portFrom({ PORT: value }, 'PORT')).toThrow(/^PORT is ".*", which is no port\. Set PORT to a number/);
  });
});
