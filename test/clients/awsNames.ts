/** AWS's own host names lead to the local stack, so that an app is tested as it is deployed, without a setting for tests. */
import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { request as httpRequest } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createServer } from 'node:https';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';

/** A key and a certificate that nobody trusts, for as long as a test runs. */
const selfSigned = async (): Promise<{ key: Buffer; cert: Buffer }> => {
  const folder = await mkdtemp(path.join(tmpdir(), 'scopevend-tls-'));
  const [key, cert] = [path.join(folder, 'key.pem'), path.join(folder, 'cert.pem')];
  const args = ['req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes', '-days', '2'];
  const names = ['-subj', '/CN=amazonaws.com', '-addext', 'subjectAltName=DNS:*.us-east-1.amazonaws.com'];
  try {
    await promisify(execFile)('openssl', [...args, ...names, '-keyout', key, '-out', cert]);
    return { key: await readFile(key), cert: await readFile(cert) };
  } finally {
    await rm(folder, { recursive: true });
  }
};

/** AWS's host names on this machine. */
export interface AwsNames {
  readonly port: number;
  /** The server's certificate, for those who should trust it. */
  readonly certificate: string;
  /** Path and query of every request so far, as soon as it begins to come. */
  readonly asked: readonly string[];
  /** Ends the connections that clients keep. */
  readonly disconnect: () => void;
  readonly close: () => Promise<void>;
}

/** TLS on a free port of 127.0.0.1, in front of the local AWS endpoint. What passes through keeps its Host, which is signed. */
export const startAwsNames = async (awsUrl: string): Promise<AwsNames> => {
  const { hostname, port } = new URL(awsUrl);
  const asked: string[] = [];
  const identity = await selfSigned();
  const server = createServer(identity, (incoming, response) => {
    const { method, url: path = '', headers } = incoming;
    asked.push(path);
    const outgoing = httpRequest({ hostname, port, method, path, headers, agent: false }, (answer) => {
      response.writeHead(answer.statusCode ?? 502, answer.headers);
      answer.pipe(response);
    });
    outgoing.on('error', () => response.destroy());
    incoming.pipe(outgoing);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    port: (server.address() as AddressInfo).port,
    certificate: identity.cert.toString(),
    asked,
    disconnect: () => {
      server.closeAllConnections();
    },
    close: () =>
      new Promise((resolve) => {
        server.close(() => {
          resolve();
        });
        server.closeAllConnections();
      }),
  };
};

const isAws = ({ hostname }: URL) => /(?:^|\.)amazonaws\.com$/.test(hostname);

/** `fetch` itself would not let anybody say another Host than the one that it connects to. */
const sendThere = async (request: Request, url: URL, awsUrl: string): Promise<Response> => {
  const body = Buffer.from(await request.arrayBuffer());
  const headers = { ...Object.fromEntries(request.headers), host: url.host, 'content-length': body.length };
  return new Promise((resolve, reject) => {
    const { hostname, port } = new URL(awsUrl);
    const path = `${url.pathname}${url.search}`;
    httpRequest({ hostname, port, method: request.method, path, headers, agent: false }, (answer) => {
      const chunks: Buffer[] = [];
      answer
        .on('data', (chunk: Buffer) => chunks.push(chunk))
        .on('end', () => {
          const status = answer.statusCode ?? 502;
          const answered = Object.entries(answer.headersDistinct).map(([name, values = []]) => [
            name,
            values.join(','),
          ]);
          resolve(
            new Response(status === 204 ? null : Buffer.concat(chunks), {
              status,
              headers: answered as [string, string][],
            }),
          );
        })
        .on('error', reject);
    })
      .on('error', reject)
      .end(body);
  });
};

/** The same for `fetch` in Node: what goes to AWS's names goes to the local stack instead, under the Host that it was for. */
export const leadingToLocal =
  (awsUrl: string, fetchThere: typeof fetch): typeof fetch =>
  async (input, init) => {
    const url = new URL(input instanceof Request ? input.url : input);
    return isAws(url) ? sendThere(new Request(input, init), url, awsUrl) : fetchThere(input, init);
  };
