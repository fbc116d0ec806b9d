import { OPENS_AT, anActor, liveThrough, type Story } from './a-change.ts';
import { aPlanJson, aResource, reviewOf } from './a-plan.ts';
import { aPolicy, aRunbook, HOUR } from './a-policy.ts';
import { ROLL_BACK, applied } from './lives.ts';

/** By its runbook the infrastructure is planned, in a form that can be read, before it is rolled back. */
export const PLANNED_BACK = aPolicy({
  runbooks: {
    'web-release': aRunbook({
      rollback: {
        automatic: false,
        infrastructure: {
          run: ['./apply-previous.sh'],
          plan: { run: ['./plan-previous.sh'], json: { run: ['./show.sh'] }, keep: ['back.bin'] },
        },
        application: { run: ['./previous-task.sh'] },
      },
    }),
  },
});

export const LOSING = reviewOf(aPlanJson([aResource('aws_db_instance.main', ['delete'])]));
export const HARMLESS = reviewOf(aPlanJson([aResource('aws_instance.web', ['delete', 'create'])]));

/** Its apply failed, and the plan of the way back is asked for an hour after the window opened. */
export function planningBack(): Story {
  const back = { ...ROLL_BACK, scope: 'infrastructure' } as const;
  const failed = applied('failed', { policy: PLANNED_BACK });
  return liveThrough(PLANNED_BACK, [[back, anActor('U0ADA', PLANNED_BACK), OPENS_AT + HOUR]], failed);
}
