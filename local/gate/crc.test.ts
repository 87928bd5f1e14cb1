/** The checksums against the check values of their definitions. */
import { crc32c, crc64nvme } from './crc.ts';

/** https://reveng.sourceforge.io/crc-catalogue/all.htm: of the nine digits. */
it.each([
  ['CRC-32C', crc32c, 'e3069283'],
  ['CRC-64/NVME', crc64nvme, 'ae8b14860a799888'],
])('%s is right, in one piece and in several', (_name, make, expected) => {
  const [whole, pieces] = [make(), make()];
  whole.update(Buffer.from('123456789'));
  for (const piece of ['1', '', '2345', '6789']) pieces.update(Buffer.from(piece));
  expect(whole.digest().toString('hex')).toBe(expected);
  expect(pieces.digest().toString('hex')).toBe(expected);
});
