import { connect } from 'node:net';
import { networkInterfaces } from 'node:os';
import { exportPort, listen, portsFrom } from './ports.ts';

describe('portsFrom', () => {
  it('reads both', () => {
    expect(portsFrom({ PORT: '4566', AWS_PORT: '4000' })).toEqual({ port: 4566, awsPort: 4000 });
  });
  it.each([
    [{ PORT: '4100', AWS_PORT: '4100' }, 4100],
    [{ PORT: '4566' }, 4566],
    [{ AWS_PORT: '4000' }, 4000],
  ])('refuses %j: one port for both', (environment, port) => {
    expect(() => portsFrom(environment)).toThrow(
      `PORT and AWS_PORT are both ${String(port)}, but each needs a port of its own. Unset, they are 4000 and 4566.`,
    );
  });
});

it('has PORT exported only where commands need it', () => {
  expect([exportPort(4000), exportPort(4100)]).toEqual([[], ['export PORT=4100']]);
});

const reachable = (host: string, port: number) =>
  new Promise<boolean>((resolve) => {
    const socket = connect({ host, port, timeout: 500 });
    const say = (yes: boolean) => () => {
      socket.destroy();
      resolve(yes);
    };
    socket.on('connect', say(true)).on('error', say(false)).on('timeout', say(false));
  });

describe('listen', () => {
  it('names the port that is taken and the variable that changes it', async () => {
    const first = await listen(() => undefined, 0, 'PORT');
    const port = String(first.port);
    await expect(listen(() => undefined, first.port, 'AWS_PORT')).rejects.toThrow(
      new RegExp(
        `^Port ${port} is taken by another program, perhaps by an earlier npm start that still runs\\. Set AWS_PORT to another one, for example AWS_PORT=`,
      ),
    );
    await first.close();
  });

  it('is reached on loopback only', async () => {
    const listening = await listen(() => undefined, 0, 'PORT');
    const others = Object.values(networkInterfaces())
      .flatMap((addresses) => addresses ?? [])
      .filter(({ internal, family }) => !internal && family === 'IPv4');
    expect(listening.url).toBe(`http://127.0.0.1:${String(listening.port)}`);
    expect(await reachable('127.0.0.1', listening.port)).toBe(true);
    for (const { address } of others) expect(await reachable(address, listening.port)).toBe(false);
    await listening.close();
  });

  it('closes at once, with a client still connected', async () => {
    const listening = await listen(() => undefined, 0, 'PORT');
    const socket = connect(listening.port, '127.0.0.1');
    await new Promise((resolve) => socket.once('connect', resolve));
    const ended = new Promise((resolve) => socket.on('error', () => undefined).once('close', resolve));
    socket.write('GET / HTTP/1.1\r\nHost: x\r\n\r\n');
    await listening.close();
    await ended;
    expect(await reachable('127.0.0.1', listening.port)).toBe(false);
  });
});
