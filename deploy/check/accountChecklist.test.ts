import { readFileSync } from 'node:fs';
import path from 'node:path';
import { accountChecklist } from './accountChecklist.ts';

const threatModel = readFileSync(path.resolve(import.meta.dirname, '../../docs/threat-model.md'), 'utf8');

describe('accountChecklist', () => {
  it('gives every item of the threat model, in order', () => {
    const titles = accountChecklist(threatModel);
    expect(titles).toHaveLength([...threatModel.matchAll(/^\d+\. /gm)].length);
    expect(titles.map((title) => Number.parseInt(title, 10))).toEqual(titles.map((_, at) => at + 1));
    expect(titles[0]).toBe(' 1. The stack deploys and is complete.');
  });

  it('has commands for every item', () => {
    const [, section = ''] = threatModel.split('\n## Only on a real account\n');
    const items = section.split(/^(?=\d+\. )/m).slice(1);
    expect(items).toHaveLength(accountChecklist(threatModel).length);
    expect(items.filter((item) => !/```sh\n[^]+```/.test(item))).toEqual([]);
  });

  it('takes nothing of what comes before or after', () => {
    const text = '# T\n\n1. **No.** x\n\n## Only on a real account\n\n1. **Yes.** x\n\n## More\n\n1. **Nor this.**\n';
    expect(accountChecklist(text)).toEqual([' 1. Yes.']);
  });

  it.each(['', '## Only on a real account\n\nnothing'])('refuses a text without the list', (text) => {
    expect(() => accountChecklist(`\n${text}`)).toThrow(/no list/);
  });
});
