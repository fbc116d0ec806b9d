import type { WebClient } from '@slack/web-api';
import { runbookOf } from '../change/circumstances.ts';
import { fold } from '../change/evolve.ts';
import type { Fact } from '../change/facts.ts';
import { implementerOf, STEPS, type Change } from '../change/model.ts';
import type { Policy } from '../change/policy.ts';
import { findingsOf } from '../change/rehearsal/findings.ts';
import { rehearse } from '../change/rehearsal/rehearse.ts';
import type { Stage } from '../change/rehearsal/stage.ts';
import { expectedFor } from '../change/step-estimate.ts';
import type { Delivery } from '../journal/delivery-rows.ts';
import { readConflicts } from '../journal/read-conflicts.ts';
import type { ChangeStory } from '../journal/read-change.ts';
import type { Record } from '../journal/record.ts';
import { withMeasuredTimes } from '../journal/measured-times.ts';
import { formerDurations } from '../journal/run-rows.ts';
import { conflictLines } from '../slack/conflict-words.ts';
import { untestedLine } from '../slack/tested-words.ts';
import { calledOf } from '../slack/names.ts';
import { mentionedIn, unpinged } from '../slack/unpinged.ts';
import { findingWords } from './finding-words.ts';
import { PARTS } from './rehearsal-rows.ts';
import { rehearsalPart, rehearsalSaid, type Rehearsed } from './rehearsal-view.ts';
import { say, type Rendered } from './render.ts';

type Asked = Extract<Fact, { type: 'changeRehearsed' }>;

/**
 * One part of a rehearsal, lived anew from the change as it stood when it was asked for, so that all parts agree; who is named in it
 * is shown by name, as Slack has it now, and hears nothing.
 */
export async function renderRehearsal(
  { record, client }: { readonly record: Record; readonly client: WebClient },
  { data }: Delivery,
  { facts }: ChangeStory,
  policy: Policy,
): Promise<Rendered> {
  const recorded = facts.find((f) => f.seq === data['seq']);
  const change = fold(facts.filter((f) => f.seq < Number(data['seq'])));
  const part = PARTS.find((p) => p === data['part']);
  const told =
    change && part && recorded?.fact.type === 'changeRehearsed'
      ? rehearsalPart(part, await rehearsed(record, change, recorded.fact, recorded.at, policy))
      : undefined;
  if (!told) return { kind: 'end', state: 'superseded', reason: 'nothing happens in this part of it' };
  const names = await calledOf(client, mentionedIn([told.heading, ...told.groups.flat()].join('\n')));
  const quiet = (text: string): string => unpinged(text, (user) => names.get(user) ?? user);
  return say(rehearsalSaid({ heading: quiet(told.heading), groups: told.groups.map((group) => group.map(quiet)) }));
}

async function rehearsed(
  record: Record,
  change: Change,
  { course, people, rehearser }: Asked,
  now: number,
  inForce: Policy,
): Promise<Rehearsed> {
  const policy = await withMeasuredTimes(record, record.db, inForce, { until: now });
  const stage = { policy, people, course, durations: await durationsOf(record, change, now, policy) };
  const rehearsal = rehearse(change, now, stage);
  const findings = findingsOf(change, rehearsal, now, stage).map(findingWords);
  const against = await spokenAgainst(record, change, rehearsal.from, policy);
  return { change, rehearsal, findings: [...findings, ...against], course, rehearser, policy };
}

/** The middle of how long each step of its runbook took formerly, as far as was known when it was asked for. */
async function durationsOf(record: Record, change: Change, now: number, policy: Policy): Promise<Stage['durations']> {
  const runbook = runbookOf(change, policy);
  if (!runbook) return {};
  const each = await Promise.all(
    STEPS.map(async (step) => {
      const former = await formerDurations(record, runbook.digest, step, now);
      return [step, former.length === 0 ? undefined : expectedFor(former, step, runbook)] as const;
    }),
  );
  return Object.fromEntries(each.filter(([, ms]) => ms !== undefined));
}

/** A test that is missing; other changes, freezes and times to avoid, as the calendar has them now; what comes of a late filing is found by living it. */
async function spokenAgainst(record: Record, change: Change, now: number, policy: Policy): Promise<readonly string[]> {
  const plan = { ...change.content, implementer: implementerOf(change) };
  const conflicts = await readConflicts(record, plan, { policy, now, except: change.id });
  const against = conflictLines(
    conflicts.filter(({ kind }) => kind !== 'backupLate' && kind !== 'filedLate'),
    policy,
  );
  return [untestedLine(change.content, policy) ?? [], against].flat();
}
