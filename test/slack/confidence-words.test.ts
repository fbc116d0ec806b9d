import { expect, test } from 'vitest';
import { confidenceLine } from '../../src/slack/confidence-words.ts';

test('past successes are told by kind, pattern and runbook, each with its count', () => {
  const none = { of: 0, well: 0 };
  expect(
    confidenceLine({
      kind: 'normal',
      ofKind: { of: 30, well: 28 },
      byPattern: { of: 4, well: 3 },
      byRunbook: { of: 5, well: 5 },
    }),
  ).toBe(
    '*So far* 28 of 30 (93 %) normal changes of the last 90 days went well; by its pattern 3 of 4; 5 of the last 5 by its runbook.',
  );
  expect(confidenceLine({ kind: 'emergency', ofKind: none, byPattern: none, byRunbook: none })).toBe(
    '*So far* no emergency change was carried out in the last 90 days; none by its pattern; none ever by its runbook.',
  );
});
