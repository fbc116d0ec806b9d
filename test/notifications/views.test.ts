import { describe, expect, test } from 'vitest';
import { readMessageBlocks } from '../../sandbox/slack/check-payload.ts';
import { UPDATE_TEXT_BYTES_MAX } from '../../sandbox/slack/limits.ts';
import type { FactType } from '../../src/change/facts.ts';
import { STATUSES } from '../../src/change/statuses.ts';
import { NOTICE_NAMES } from '../../src/change/notice.ts';
import type { Medium } from '../../src/journal/delivery-rows.ts';
import { asked, reminder } from '../../src/notifications/asked.ts';
import { handOver } from '../../src/notifications/hand-over.ts';
import { filesNote } from '../../src/notifications/files-note.ts';
import { headline } from '../../src/notifications/headline.ts';
import { incidentLine } from '../../src/notifications/incident-rows.ts';
import { called } from '../../src/notifications/ladder-rows.ts';
import { live } from '../../src/notifications/live.ts';
import { debtReminder } from '../../src/notifications/notes-debts.ts';
import { note, noteLine } from '../../src/notifications/notes.ts';
import { notice } from '../../src/notifications/notices.ts';
import { nobodyAlarm, stepAlarm } from '../../src/notifications/operator.ts';
import { playbook } from '../../src/notifications/playbook.ts';
import { promptButtons, promptOf } from '../../src/notifications/prompts.ts';
import { checklist } from '../../src/notifications/checklist.ts';
import { correctionAsked, corrected } from '../../src/notifications/correction-words.ts';
import { reviewAsked, reviewReminder } from '../../src/notifications/review-asked.ts';
import { reviewPrompt } from '../../src/notifications/review-prompt.ts';
import { named, type Said } from '../../src/notifications/said.ts';
import { undeliveredAlarm } from '../../src/notifications/undelivered.ts';
import type { Policy } from '../../src/change/policy.ts';
import { OPENS_AT, type Story } from '../support/a-change.ts';
import { anOpenIncident, stoppedBy } from '../support/an-incident.ts';
import { aPolicy, DAY, HOUR } from '../support/a-policy.ts';
import { emergency, ready } from '../support/lives.ts';
import { HOSTILE, distinct, everyStory, hostile, hostilePolicy, stages } from './stories.ts';

const MEDIA: readonly Medium[] = ['slack', 'mail', 'teams'];

/** What changes the message of a review. */
const ABOUT_REVIEWS: readonly FactType[] = [
  'reviewOpened',
  'reviewersAsked',
  'criterionAnswered',
  'criterionLapsed',
  'correctionMade',
  'changeEdited',
];

const ABOUT_ITEMS: readonly FactType[] = [
  'checklistOpened',
  'itemTicked',
  'itemSkipped',
  'itemReopened',
  'changeClosed',
];

const TRACK = { of: 10_000, well: 9_999 };
const CONFIDENCE = { kind: 'emergency', ofKind: TRACK, byPattern: TRACK, byRunbook: TRACK } as const;
const CONFLICTS: readonly string[] = Array<string>(20).fill('x'.repeat(300));

type Stage = ReturnType<typeof stages>[number];

/** What the bot says of each stage, and everything else it could say where no stage of that status ended with such a fact before. */
function everythingSaid(lives: readonly Stage[], policy: Policy): readonly Said[] {
  const seen = new Set<string>();
  return lives.flatMap((stage) => {
    const hasPlan = stage.change.runs.some(({ plan }) => plan);
    const kind = `${stage.change.status}/${stage.facts.at(-1)?.fact.type}/${hasPlan}`;
    const isNew = seen.size < seen.add(kind).size;
    return [...saidOf(stage, policy), ...(isNew ? sayableOf(stage, policy) : [])];
  });
}

/** The headline, the note and the prompts of a stage. */
function saidOf({ before, change, facts }: Stage, policy: Policy): readonly Said[] {
  const recorded = facts.at(-1);
  if (!recorded) return [];
  const { fact, at, by } = recorded;
  const now = at + 1;
  const line = noteLine(fact, { before, after: change, at, by, policy });
  const files = filesNote(fact, before, change);
  const key = promptOf(fact, change)?.key ?? '';
  return [
    headline(change, { policy, now, facts, untold: MEDIA.map((medium) => ({ medium, channel: HOSTILE })) }),
    ...(files ? [files] : []),
    ...[ABOUT_ITEMS.includes(fact.type) ? (checklist(change, policy) ?? []) : []].flat(),
    ...(line ? [note(line, promptButtons(key, change, policy))] : []),
    ...[incidentLine(change, recorded, policy)].flatMap((l) => (l ? [note(l)] : [])),
    ...(ABOUT_REVIEWS.includes(fact.type)
      ? change.reviews.flatMap((review) =>
          [
            reviewPrompt(change, review.number, policy),
            reviewReminder(change, review, policy),
            correctionAsked(change, 'tested') ?? [],
            corrected(change, 'tested') ?? [],
            ...['U0MGR', HOSTILE].map((person) =>
              reviewAsked(change, review, person, { policy, now, conflicts: CONFLICTS }),
            ),
          ].flat(),
        )
      : []),
  ];
}

/** Notices, questions, reminders, calls, reports and alarms as they would be said now. */
function sayableOf({ change, facts }: Stage, policy: Policy): readonly Said[] {
  const { seq, at } = facts.at(-1) ?? { seq: 0, at: 0 };
  const now = at + 1;
  const output = `${HOSTILE}\nError: ${HOSTILE.repeat(40)}\n`.repeat(60);
  return [
    ...NOTICE_NAMES.map((name) => notice(name, { change, policy, seq, facts, now })),
    ...change.ballots.flatMap((ballot) =>
      ['U0BOB', 'U0CYD', HOSTILE].map((person) =>
        asked(change, ballot, person, { policy, now, conflicts: CONFLICTS, confidence: CONFIDENCE }),
      ),
    ),
    ...change.ballots.map((ballot) => reminder(change, ballot)),
    ...change.debts.map((debt) => debtReminder(change, debt, now)),
    ...['unanswered', 'closes'].flatMap((milestone) => called(change, milestone, policy) ?? []),
    handOver(change, policy),
    nobodyAlarm(change, [HOSTILE, 'validator']),
    ...MEDIA.flatMap((medium) =>
      [true, false].map((isWaiting) =>
        undeliveredAlarm(named(change), { medium, channel: HOSTILE, kind: HOSTILE, code: HOSTILE, isWaiting }),
      ),
    ),
    ...change.runs.flatMap((run) => playbook(change, run) ?? []),
    ...change.runs
      .slice(-2)
      .flatMap((run) => [
        live(change, { run, output, expectedMs: undefined, now }),
        live(change, { run, output: '', expectedMs: 1000, now }),
        ...[true, false].flatMap(
          (isOverdue) =>
            stepAlarm(change, { ...run, host: HOSTILE, state: isOverdue ? 'running' : 'ended' }, isOverdue) ?? [],
        ),
      ]),
  ];
}

/** Every text that Slack reads as mrkdwn; plain text and preformatted text are not read. */
function mrkdwnOf(said: Said): readonly string[] {
  const found: string[] = [said.text];
  JSON.stringify(said.blocks, (_key, value: unknown) => {
    if (value !== null && typeof value === 'object' && 'type' in value && value.type === 'mrkdwn' && 'text' in value) {
      found.push(String(value.text));
    }
    return value;
  });
  return found;
}

/** Why Slack would not take a message, and which one. */
function refused({ blocks }: Said): string | undefined {
  try {
    readMessageBlocks(blocks);
    return undefined;
  } catch (error) {
    return `${String(error)}: ${JSON.stringify(blocks).slice(0, 4000)}`;
  }
}

const OURS =
  /<@[UW][A-Z0-9]+>|<#[CG][A-Z0-9]+>|<!subteam\^S[A-Z0-9]+>|<!date\^\d+\^[^<>|]+\|[^<>|]+ UTC>|<https:\/\/[a-z]+\.slack\.com\/files\/[^\s<>|]+\|open>/g;

/** Thousands of messages, on a machine that may be busy. */
const MANY = { timeout: 90_000 };

describe('every view', () => {
  const policy = aPolicy();
  const strained = hostilePolicy();
  const plain = Object.entries(everyStory(policy))
    .flatMap(([, story]) => stages(story))
    .filter(distinct());
  const hostiles = Object.entries(everyStory(policy))
    .flatMap(([, story]) => stages(hostile(story)))
    .filter(distinct());

  test('the stories pass through every status', () => {
    expect(new Set(plain.map((s) => s.change.status))).toEqual(new Set(STATUSES));
  });

  test('whatever people type, Slack takes every message in every status', MANY, () => {
    for (const [set, with_] of [
      [plain, policy],
      [hostiles, strained],
    ] as const) {
      for (const said of everythingSaid(set, with_)) {
        expect(refused(said)).toBeUndefined();
        expect(said.text.length).toBeGreaterThan(0);
        expect(Buffer.byteLength(said.text)).toBeLessThan(UPDATE_TEXT_BYTES_MAX);
      }
    }
  });

  test('nothing a person typed mentions, links or dates anything, nor does Slack by itself', MANY, () => {
    for (const said of everythingSaid(hostiles, strained)) {
      for (const text of mrkdwnOf(said)) {
        expect(text.replaceAll(OURS, '')).not.toMatch(/[<>]/);
        expect(text).not.toMatch(/<[^>]*(EVIL|evil|channel|here)/);
      }
      const blocks = JSON.stringify(said.blocks);
      expect(blocks.split('"type":"mrkdwn"').length).toBe(blocks.split('"verbatim":true').length);
    }
  });
});

test('while an incident is open the headline says when its next update is due, and not when the change may be closed', () => {
  const policy = aPolicy();
  const { incident, incidentMended } = everyStory(policy);
  const said = (story: Story | undefined): string =>
    story ? JSON.stringify(headline(story.change, { policy, now: OPENS_AT + 4 * HOUR, facts: story.facts })) : '';
  expect(said(incident)).toContain('The next update of the incident is due');
  expect(said(incident)).not.toContain('It can be closed');
  expect(said(incidentMended)).toContain('It can be closed');
});

test('every incident that stops a change stands on its headline, with the way to its message and who may override it', () => {
  const policy = aPolicy();
  const link = 'https://team.example.net/archives/C0INCIDENTS/p17';
  const open = [anOpenIncident({ link }), anOpenIncident({ change: 'CHG-10', services: ['web', 'core-db'] })];
  const { change, facts } = ready({ policy });
  const shown = JSON.stringify(headline(change, { policy: stoppedBy(policy, ...open), now: OPENS_AT - DAY, facts }));
  expect(shown).toMatch(
    /Stopped by an open incident\* on Website: CHG-009, since .*held by <@U0DAN>, <https:[^>]*\|its message>/,
  );
  expect(shown).toContain('on Website, Core database: CHG-010');
  expect(shown).toContain('"Override"');
  const many = Array.from({ length: 60 }, (_, i) =>
    anOpenIncident({ change: `CHG-${100 + i}`, services: ['web', HOSTILE], holder: HOSTILE, link }),
  );
  const { blocks } = headline(change, { policy: stoppedBy(policy, ...many), now: OPENS_AT - DAY, facts });
  expect(() => readMessageBlocks(blocks)).not.toThrow();
  const mended = emergency({ policy: stoppedBy(policy, ...open), content: { incident: 'CHG-9' } });
  const own = JSON.stringify(headline(mended.change, { policy: stoppedBy(policy, ...open), now: OPENS_AT }));
  expect(own).toMatch(/For the incident\*\\n<https:[^>]*\|CHG-009>/);
  expect(own).not.toContain('Stopped by');
});
