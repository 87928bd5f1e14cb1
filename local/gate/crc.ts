/** The two checksums of S3 that Node does not have: CRC-32C and CRC-64/NVME, both reflected, a table entry a byte. */

/** A checksum that is fed in pieces. */
export interface RunningCrc {
  update(bytes: Uint8Array): void;
  /** Big-endian, 4 or 8 bytes. */
  digest(): Buffer;
}

const crc32cTable = Uint32Array.from({ length: 256 }, (_, byte) => {
  let value = byte;
  for (let bit = 0; bit < 8; bit += 1) value = value & 1 ? (value >>> 1) ^ 0x82f63b78 : value >>> 1;
  return value;
});

/** CRC-32C (Castagnoli). */
export const crc32c = (): RunningCrc => {
  let crc = 0xffff_ffff;
  return {
    update(bytes) {
      for (const byte of bytes) crc = (crc >>> 8) ^ (crc32cTable[(crc ^ byte) & 0xff] ?? 0);
    },
    digest() {
      const digest = Buffer.alloc(4);
      digest.writeUInt32BE((crc ^ 0xffff_ffff) >>> 0);
      return digest;
    },
  };
};

/** In halves of 32 bits: BigInt would take a hundred times as long. */
const [high, low] = [new Uint32Array(256), new Uint32Array(256)];
for (let byte = 0; byte < 256; byte += 1) {
  let value = BigInt(byte);
  for (let bit = 0; bit < 8; bit += 1) value = value & 1n ? (value >> 1n) ^ 0x9a6c_9329_ac4b_c9b5n : value >> 1n;
  high[byte] = Number(value >> 32n);
  low[byte] = Number(value & 0xffff_ffffn);
}

/** CRC-64/NVME, what the AWS CLI sends unless told otherwise. */
export const crc64nvme = (): RunningCrc => {
  let [upper, lower] = [0xffff_ffff, 0xffff_ffff];
  return {
    update(bytes) {
      for (const byte of bytes) {
        const index = (lower ^ byte) & 0xff;
        lower = ((lower >>> 8) | (upper << 24)) ^ (low[index] ?? 0);
        upper = (upper >>> 8) ^ (high[index] ?? 0);
      }
    },
    digest() {
      const digest = Buffer.alloc(8);
      digest.writeUInt32BE(~upper >>> 0);
      digest.writeUInt32BE(~lower >>> 0, 4);
      return digest;
    },
  };
};
