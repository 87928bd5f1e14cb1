/** What is kept in a private file as JSON, read back with suspicion. */
import { UnusableFile } from './failures.ts';
import { readPrivate, writePrivate } from './privateFile.ts';

/** A JSON object whose members are texts, as far as they are there. */
export type Texts = Readonly<Record<string, string | undefined>>;

const textsIn = (text: string): Texts | undefined => {
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value !== 'object' || value === null || Array.isArray(value)) return undefined;
    const members = Object.entries(value);
    return members.every(([, member]) => typeof member === 'string') ? Object.fromEntries(members) : undefined;
  } catch {
    return undefined;
  }
};

/**
 * Undefined when there is no file.
 *
 * @param required the members that must be there
 * @param mend what to do when the file is damaged; without it, a damaged file is as good as none
 * @throws UnusableFile when it is damaged, or others can get at it
 */
export const readTexts = async <Name extends string>(
  file: string,
  { required, mend }: { readonly required: readonly Name[]; readonly mend?: string },
): Promise<(Texts & Readonly<Record<Name, string>>) | undefined> => {
  const text = await readPrivate(file);
  if (text === undefined) return undefined;
  const texts = textsIn(text);
  if (texts !== undefined && required.every((name) => texts[name]))
    return texts as Texts & Readonly<Record<Name, string>>;
  if (mend === undefined) return undefined;
  throw new UnusableFile(`${file} is damaged. ${mend}`);
};

/** Members that are undefined are left out. */
export const writeTexts = (file: string, texts: Texts): Promise<void> =>
  writePrivate(file, `${JSON.stringify(texts, null, 2)}\n`);
