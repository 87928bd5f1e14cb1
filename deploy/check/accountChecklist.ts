/** The checklist of docs/threat-model.md: what no check can show without an account. */

const HEADING = '## Only on a real account';

/**
 * The titles, numbered as they are there.
 *
 * @throws an error when there are none, so that the list cannot get lost unnoticed
 */
export const accountChecklist = (threatModel: string): readonly string[] => {
  const [, section = ''] = threatModel.split(`\n${HEADING}\n`);
  const [own = ''] = section.split('\n## ');
  const titles = [...own.matchAll(/^(\d+\.) +\*\*(.+?)\*\*/gm)].map(
    ([, number = '', title = '']) => `${number.padStart(3)} ${title}`,
  );
  if (titles.length === 0) throw new Error(`docs/threat-model.md has no list below "${HEADING}".`);
  return titles;
};
