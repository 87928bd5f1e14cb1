import { jest } from '@jest/globals';
import { execFileSync } from 'node:child_process';
import { chmod, mkdir, mkdtemp, readdir, rm, stat, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { makePrivateDirectory, readPrivate, removePrivate, writePrivate } from './privateFile.ts';

// Files are written through to the disk.
jest.setTimeout(30_000);

let top: string;
beforeEach(async () => {
  top = await mkdtemp(path.join(tmpdir(), 'scopevend-'));
});
afterEach(async () => {
  jest.restoreAllMocks();
  await rm(top, { recursive: true });
});

const modeOf = async (place: string): Promise<string> => ((await stat(place)).mode & 0o777).toString(8);

it('writes, reads, replaces and removes', async () => {
  const file = path.join(top, 'new', 'place', 'file.json');
  expect(await readPrivate(file)).toBeUndefined();
  await writePrivate(file, 'one');
  await writePrivate(file, 'two ✓');
  expect(await readPrivate(file)).toBe('two ✓');
  expect(await readdir(path.dirname(file))).toEqual(['file.json']);
  await removePrivate(file);
  await removePrivate(file);
  expect(await readPrivate(file)).toBeUndefined();
});

it('a reader sees one text or another, never half of one', async () => {
  const file = path.join(top, 'in', 'file');
  const texts = Array.from({ length: 20 }, (_, at) => String(at).repeat(5_000));
  await writePrivate(file, texts[0] ?? '');
  const read = async () => {
    for (let turn = 0; turn < 40; turn += 1) expect(texts).toContain(await readPrivate(file));
  };
  await Promise.all([...texts.map((text) => writePrivate(file, text)), read(), read()]);
  expect(await readdir(path.dirname(file))).toEqual(['file']);
});

it('leaves the old text, and no draft, when writing fails', async () => {
  const file = path.join(top, 'in', 'file');
  await writePrivate(file, 'old');
  // A folder cannot be replaced by a file.
  const folder = path.join(top, 'in', 'folder');
  await mkdir(folder);
  await expect(writePrivate(folder, 'new')).rejects.toThrow();
  expect((await readdir(path.dirname(file))).sort()).toEqual(['file', 'folder']);
});

// Windows has neither modes nor owners of this kind: a user's own folders are closed to others.
(process.platform === 'win32' ? describe.skip : describe)('on POSIX', () => {
  const file = () => path.join(top, 'own', 'file');

  it.each([0o000, 0o022, 0o077, 0o277])('is 0600 in 0700 whatever the umask: %o', async (umask) => {
    const before = process.umask(umask);
    try {
      await writePrivate(path.join(top, 'deep', 'own', 'file'), 'text');
    } finally {
      process.umask(before);
    }
    expect(await modeOf(path.join(top, 'deep', 'own', 'file'))).toBe('600');
    expect(await modeOf(path.join(top, 'deep', 'own'))).toBe('700');
    expect(await readPrivate(path.join(top, 'deep', 'own', 'file'))).toBe('text');
  });

  it.each([0o644, 0o640, 0o604, 0o620, 0o610, 0o601])('refuses a file of mode %o, and says the mend', async (mode) => {
    await writePrivate(file(), 'text');
    await chmod(file(), mode);
    await expect(readPrivate(file())).rejects.toThrow(
      `Others can get at ${file()} (mode 0${mode.toString(8)}), so it is not used. If nobody has tampered with it: chmod 600 '${file()}'`,
    );
  });

  it.each([0o755, 0o750, 0o701, 0o777])('refuses a directory of mode %o, to read and to write', async (mode) => {
    await writePrivate(file(), 'text');
    await chmod(path.dirname(file()), mode);
    const told = `chmod 700 '${path.dirname(file())}'`;
    await expect(readPrivate(file())).rejects.toThrow(told);
    await expect(writePrivate(file(), 'new')).rejects.toThrow(told);
    await expect(makePrivateDirectory(path.dirname(file()))).rejects.toThrow(told);
  });

  it('mends a file that others can read by replacing it', async () => {
    await writePrivate(file(), 'old');
    await chmod(file(), 0o644);
    await writePrivate(file(), 'new');
    expect([await readPrivate(file()), await modeOf(file())]).toEqual(['new', '600']);
  });

  it('refuses what belongs to somebody else', async () => {
    await writePrivate(file(), 'text');
    const own = process.getuid?.() ?? 0;
    jest.spyOn(process as { getuid: () => number }, 'getuid').mockReturnValue(own + 1);
    await expect(readPrivate(file())).rejects.toThrow(/own belongs to another user \(uid \d+\), so it is not used/);
  });

  it('refuses a link, a pipe and a folder in the place of a file, and what is too large', async () => {
    const other = path.join(top, 'other');
    await writeFile(other, 'of somebody', { mode: 0o600 });
    await makePrivateDirectory(path.join(top, 'own'));
    await symlink(other, file());
    await expect(readPrivate(file())).rejects.toThrow(/is a link, so it is not used/);
    await rm(file());
    execFileSync('mkfifo', ['-m', '600', file()]);
    await expect(readPrivate(file())).rejects.toThrow(/is not a file that this command wrote/);
    await rm(file());
    await mkdir(file(), { mode: 0o700 });
    await expect(readPrivate(file())).rejects.toThrow();
    await rm(file(), { recursive: true });
    await writePrivate(file(), 'x'.repeat(300_000));
    await expect(readPrivate(file())).rejects.toThrow(/is not a file that this command wrote/);
  });

  it('replaces a link, and leaves alone what it leads to', async () => {
    const other = path.join(top, 'other');
    await writeFile(other, 'of somebody', { mode: 0o600 });
    await makePrivateDirectory(path.join(top, 'own'));
    await symlink(other, file());
    await writePrivate(file(), 'text');
    expect(await readPrivate(file())).toBe('text');
    expect((await stat(other)).size).toBe('of somebody'.length);
  });
});
