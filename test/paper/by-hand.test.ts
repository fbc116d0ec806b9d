import { describe, expect, test } from 'vitest';
import { printChange } from '../../src/paper/print-change.ts';
import { readMarkdownChange } from '../../src/paper/read-change.ts';
import { aContent, anActor, FILED_AT, filing, liveThrough } from '../support/a-change.ts';
import { aPolicy } from '../support/a-policy.ts';

const policy = { ...aPolicy(), timezone: 'Europe/Zurich' };
const read = (text: string) => readMarkdownChange(text, policy);

describe('a request that somebody wrote by hand', () => {
  test('is read as far as it can be, and a sentence says what was not', () => {
    const written = `Hi, please file this:
# Change Request: Bigger disk
## Change Information
- *Change Type:* normal
- *Priority:* Urgent
## Change Description
[What it is about]
## Systems Affected
• Website
• web
• Mailserver
## Risk Assessment
- **Risk Level:** [Low/Medium/High]
- **Potential Impact:**
- slow
- slower
* Mitigation: none

## Timeline
- **Proposed Date:** 2026-03-29 02:30
- **Estimated Duration:** two hours
`;
    expect(read(written)).toEqual({
      content: {
        title: 'Bigger disk',
        kind: 'normal',
        services: ['web'],
        potentialImpact: '\n- slow\n- slower',
        mitigation: 'none',
      },
      unread: [
        'What stands outside of the template\'s sections was left out: "Hi, please file this:"',
        'Systems Affected: the policy names no service "Mailserver".',
        'Priority: got "Urgent"; expected one of Low, Medium, High, Critical.',
        'Proposed Date: "2026-03-29 02:30" is no date with a time such as 2026-11-03 21:00 (Europe/Zurich).',
        'Estimated Duration: "two hours" is no duration such as 2h30m.',
      ],
    });
  });

  test('closes its window where the maintenance window ends, by the clock of the policy', () => {
    const timeline = `# Change Request
## Timeline
- **Proposed Date:** 2026-11-03 22:30
- **Estimated Duration:** 2h
- **Maintenance Window:** 22:00-02:00
`;
    const opensAt = Date.UTC(2026, 10, 3, 21, 30);
    expect(read(timeline)?.content).toEqual({
      opensAt,
      closesAt: Date.UTC(2026, 10, 4, 1),
      estimateMs: 7_200_000,
      maintenanceWindow: '22:00-02:00',
    });
  });

  test('with a section twice is read at its first, and says so', () => {
    const twice = '# Change Request\n## Testing Plan\none\n## Rollback Plan\nundo\n## Testing Plan\ntwo\n';
    expect(read(twice)).toEqual({
      content: { testingPlan: 'one', rollbackPlan: 'undo' },
      unread: ['Testing Plan stands there twice; the first was read.'],
    });
  });

  test.each(['', 'Please restart the mail server.', '# Notes\n## Timeline\nsoon'])('is none: %j', (text) => {
    expect(read(text)).toBeUndefined();
  });
});

describe('who approved it', () => {
  const vote = (user: string, at: number) =>
    [{ type: 'castVote', ballot: 1, answer: 'yes' }, anActor(user, policy), at] as const;
  const approved = liveThrough(policy, [filing(policy), vote('U0BOB', FILED_AT + 86_400_000)]);

  test('is stamped from the votes, with the day of the last of them', () => {
    const printed = printChange(approved.change, { policy, nameOf: (user) => `Bob (${user})` });
    expect(printed).toContain(
      '## Approval\n\n- **Reviewed By:** none\n- **Approved By:** Bob (U0BOB) (infrastructure-lead)\n- **Date:** 2026-10-06\n',
    );
  });

  test('is not taken over from paper: votes are given anew', () => {
    expect(read(printChange(approved.change, { policy }))?.unread).toEqual([
      'Approval was left out: reviews and votes are given anew.',
    ]);
  });

  test('is nobody any more once the approved text was changed', () => {
    const edited = { type: 'editChange', content: aContent({ rollbackPlan: 'None.' }), revision: 1 } as const;
    const { change } = liveThrough(policy, [[edited, anActor('U0ADA', policy), FILED_AT + 90_000_000]], approved);
    expect(printChange(change, { policy })).toContain('- **Approved By:** none\n- **Date:** none\n');
  });
});
