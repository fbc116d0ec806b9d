import type { Intent } from '../../src/change/intents.ts';
import type { Change, StepRun } from '../../src/change/model.ts';
import { live } from '../../src/notifications/live.ts';
import { playbook } from '../../src/notifications/playbook.ts';
import { withPlaybooks } from '../../src/policy/with-playbooks.ts';
import { OPENS_AT, aWorker, anActor, liveThrough, type Story } from '../support/a-change.ts';
import { aPlanJson, aResource, reviewOf } from '../support/a-plan.ts';
import { MINUTE } from '../support/a-policy.ts';
import { START } from '../support/lives.ts';
import { ends, goGiven, preparedWith, readable } from '../support/planned.ts';
import type { Scene } from './scenes.ts';

const PLAN = reviewOf(
  aPlanJson(
    [
      aResource('aws_instance.web', ['update'], {}, { before: { size: 'm5' }, after: { size: 'm6' } }),
      aResource('aws_lb.web', ['create'], {}, { after: { name: 'web' } }),
      aResource(
        'aws_db_instance.orders',
        ['delete', 'create'],
        { action_reason: 'replace_because_cannot_update' },
        { before: { engine_version: '15' }, after: { engine_version: '16' }, replace_paths: [['engine_version']] },
      ),
    ],
    { resource_drift: [aResource('aws_security_group.web', ['update'], {}, { before: {}, after: { open: true } })] },
  ),
);

const OUTPUT = `aws_lb.web: Creating...
aws_lb.web: Creation complete after 12s
aws_instance.web: Modifying...
aws_db_instance.orders: Destroying...
`;
const ERROR = `${OUTPUT}Error: deleting RDS DB Instance (orders): InvalidParameterCombination: deletion protection is on
`;

/** What its thread shows of work that breaks half-way: the plan as it was read, the apply, and the playbook that it opens. */
export async function work(): Promise<Scene> {
  const read = await withPlaybooks(readable());
  if (!read.ok) throw new Error(`reading the playbooks: ${JSON.stringify(read.problems)}`);
  const policy = read.value;
  const at = OPENS_AT + MINUTE;
  const start: Intent = { ...START(), plan: PLAN.digest };
  const ready = preparedWith(PLAN, goGiven(PLAN));
  const planned = ends(liveThrough(policy, [[start, anActor('U0ADA', policy), at]], ready), at, PLAN, policy);
  const run = last(planned.change).run;
  const digest = policy.runbooks['web-release']?.digest ?? '';
  const begun = liveThrough(policy, [[{ type: 'beginStep', run, host: 'deploy-1', digest }, aWorker(), at]], planned);
  const reason = 'tofu exited with code 1.';
  const report: Intent = { type: 'reportStep', run, outcome: 'failed', exitCode: 1, outputBytes: 4000, reason };
  const broken = liveThrough(policy, [[report, aWorker(), at + 6 * MINUTE]], begun);
  const shown = (story: Story, of: StepRun, output: string, now: number) =>
    live(story.change, { run: of, output, expectedMs: 10 * MINUTE, now });
  const plan = planned.change.runs.findLast((r) => r.plan);
  const opened = playbook(broken.change, last(broken.change));
  if (!plan || !opened) throw new Error('the story of the work has no plan, or opened no playbook');
  return {
    file: 'work.png',
    as: 'U0ADA',
    channel: 'C0CHANGES',
    messages: [
      { at, said: shown(planned, plan, '', at) },
      { at: at + MINUTE, said: shown(begun, last(begun.change), OUTPUT, at + 4 * MINUTE) },
      { at: at + 6 * MINUTE, said: shown(broken, last(broken.change), ERROR, at + 6 * MINUTE) },
      { at: at + 6 * MINUTE, said: opened },
    ],
    height: 2000,
  };
}

function last({ runs }: Change): StepRun {
  const run = runs.at(-1);
  if (!run) throw new Error('nothing runs');
  return run;
}
