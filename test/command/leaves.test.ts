import { expect, test } from 'vitest';
import { leavesOf } from '../../src/jobs/command/leaves.ts';
import { readPs } from '../../src/jobs/command/process-table.ts';

test('a stop is for tofu where it runs, not for its providers, and else for the processes without children', () => {
  const processes = readPs(`
    1     0   1 Ss  Sat Nov 21 04:00:00 2026 wrapper
    2     1   1 S   Sat Nov 21 04:00:01 2026 /usr/bin/make apply-prod
    3     2   1 S   Sat Nov 21 04:00:02 2026 /opt/bin/tofu apply -input=false
    4     3   1 S   Sat Nov 21 04:00:03 2026 /x/terraform-provider-aws_v5
    5     3   1 S   Sat Nov 21 04:00:03 2026 /bin/sh -c sleep 9
    6     5   1 S   Sat Nov 21 04:00:03 2026 tofu output
    7     1   1 S   Sat Nov 21 04:00:03 2026 tee log
   12     9   9 S   Sat Nov 21 04:00:03 2026 tofu of somebody else`);
  expect(leavesOf(1, processes).map(({ pid }) => pid)).toEqual([3]);
  const without = processes.filter(({ pid }) => pid !== 6).map((p) => (p.pid === 3 ? { ...p, program: 'ansible' } : p));
  expect(leavesOf(1, without).map(({ pid }) => pid)).toEqual([7, 4, 5]);
});
