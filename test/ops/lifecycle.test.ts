import { join } from 'node:path';
import { format, resolveConfig } from 'prettier';
import { expect, test } from 'vitest';
import { lifecyclePage } from './lifecycle-page.ts';
import { ROOT } from './source-tree.ts';

test('docs/lifecycle.md is the lifecycle of the code (vitest -u writes it)', async () => {
  const file = join(ROOT, 'docs/lifecycle.md');
  const page = await format(lifecyclePage(), { ...(await resolveConfig(file)), filepath: file });
  await expect(page).toMatchFileSnapshot(file);
});
