/** Our signatures are those of AWS's own signer. */
import { createHash, createHmac } from 'node:crypto';
import { SignatureV4 } from '@smithy/signature-v4';
import fc from 'fast-check';
import { runs } from '../../../test/runs.ts';
import { signPost } from './signPost.ts';

/** node:crypto behind the signer's interface. */
class Sha256 {
  readonly #hash;
  constructor(secret?: string | ArrayBuffer | ArrayBufferView) {
    this.#hash =
      secret === undefined
        ? createHash('sha256')
        : createHmac('sha256', typeof secret === 'string' ? secret : Buffer.from(secret as Uint8Array));
  }
  update(chunk: Uint8Array) {
    this.#hash.update(chunk);
  }
  digest() {
    return Promise.resolve(new Uint8Array(this.#hash.digest()));
  }
  reset() {
    throw new Error('A hash is used once.');
  }
}

const contentType = 'application/x-www-form-urlencoded; charset=utf-8';

it('signs as the AWS SDK does', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.record({
        secret: fc.string({ minLength: 1 }),
        body: fc.string({ unit: 'binary' }),
        seconds: fc.nat(4_000_000_000),
      }),
      async ({ secret, body, seconds }) => {
        const time = new Date(seconds * 1000);
        const [host, region] = ['sts.eu-west-1.amazonaws.com', 'eu-west-1'];
        const credentials = { accessKeyId: 'AKIAEXAMPLE', secretAccessKey: secret };
        const signer = new SignatureV4({ service: 'sts', region, credentials, sha256: Sha256, applyChecksum: false });
        const { headers } = await signer.sign(
          {
            method: 'POST',
            protocol: 'https:',
            hostname: host,
            path: '/',
            headers: { host, 'content-type': contentType },
            body,
          },
          { signingDate: time },
        );
        const own = signPost({ region, service: 'sts', ...credentials }, { host, contentType, body }, time);
        expect(own['authorization']).toBe(headers['authorization']);
      },
    ),
    runs(25),
  );
});
