import { DEMO_WORKSPACE } from '../../sandbox/demo/workspace.ts';
import { evolve, fold } from '../../src/change/evolve.ts';
import type { RecordedFact } from '../../src/change/facts.ts';
import { checkInDueAt } from '../../src/change/long-watch.ts';
import type { NoticeName } from '../../src/change/notice.ts';
import { findingsOf } from '../../src/change/rehearsal/findings.ts';
import { rehearse } from '../../src/change/rehearsal/rehearse.ts';
import { prefill } from '../../src/commands/pir/prefill.ts';
import { findingWords } from '../../src/notifications/finding-words.ts';
import { headline } from '../../src/notifications/headline.ts';
import { note, noteLine } from '../../src/notifications/notes.ts';
import { notice } from '../../src/notifications/notices.ts';
import { promptOf, promptButtons } from '../../src/notifications/prompts.ts';
import { PARTS } from '../../src/notifications/rehearsal-rows.ts';
import { rehearsalPart, rehearsalSaid } from '../../src/notifications/rehearsal-view.ts';
import type { Said } from '../../src/notifications/said.ts';
import type { Bar, Picture } from '../../src/pictures/picture.ts';
import { unpinged } from '../../src/slack/unpinged.ts';
import { FILED_AT, OPENS_AT, anActor, liveThrough } from '../support/a-change.ts';
import { aPolicy, aRunbook, DAY, HOUR, MINUTE } from '../support/a-policy.ts';
import { implemented, inReview, wake } from '../support/lives.ts';
import { noticed } from '../notifications/noticed.ts';
import { listed } from './checklist.ts';
import { work } from './work.ts';
import { everyStory } from '../notifications/stories.ts';

/** What is posted, when, and who looks at it where. */
export interface Scene {
  readonly file: string;
  readonly as: string;
  readonly channel: string;
  readonly messages: readonly { readonly at: number; readonly said: Said }[];
  /** The messages after the first stand under it, and both are shown. */
  readonly isThread?: true;
  /** The reply at the top of the thread; without it the last stands at its end. */
  readonly fromReply?: number;
  /** Pixels; so many that all of it is seen. */
  readonly height: number;
}

/** The demo's, with the manager of the stories. */
export const WORKSPACE = {
  ...DEMO_WORKSPACE,
  people: [...DEMO_WORKSPACE.people, { id: 'U0MGR', name: 'mgr', realName: 'Mia Blanc' }],
};

const policy = aPolicy();

/** Notices one below the other, each not before its time, whichever change it is of. */
function noticesOf(file: string, names: readonly NoticeName[], height: number): Scene {
  let last = 0;
  const messages = names.map((name) => {
    const story = noticed(name);
    last = Math.max(story.now, last + 20 * MINUTE);
    return { at: last, said: notice(name, { ...story, policy }) };
  });
  return { file, as: 'U0EVE', channel: 'C0MAINT', messages, height };
}

/** The thread of work that failed, from the last safe rollback to the decision point, below its headline. */
function ladder(): Scene {
  const { facts: all } = everyStory(policy)['silent'] ?? inReview();
  const reached = (milestone: string): number =>
    all.findIndex(({ fact }) => fact.type === 'milestoneReached' && fact.milestone === milestone);
  return threadOf('ladder.png', all.slice(0, reached('decide') + 1), reached('lastSafe'), 1060);
}

/** What the thread of a change says from a fact on, below its headline, all as it stands after the last. */
function threadOf(file: string, facts: readonly RecordedFact[], from: number, height: number): Scene {
  const change = fold(facts) ?? inReview().change;
  const notes = facts.slice(from).flatMap((recorded) => {
    const { fact, at, by, seq } = recorded;
    const before = fold(facts.filter((f) => f.seq < seq));
    const after = evolve(before, recorded);
    const line = noteLine(fact, { before, after, at, by, policy });
    return line ? [{ at, said: note(line, promptButtons(promptOf(fact, after)?.key ?? '', change, policy)) }] : [];
  });
  const now = facts.at(-1)?.at ?? 0;
  const first = { at: change.filedAt, said: headline(change, { policy, now, facts }) };
  return { file, as: 'U0ADA', channel: 'C0CHANGES', messages: [first, ...notes], isThread: true, height };
}

/** The thread of a change that is watched after its end, from the check-in until it is worked on again. */
function afterwards(): Scene {
  const ada = anActor('U0ADA', policy);
  const done = implemented();
  const at = checkInDueAt(done.change, policy) ?? 0;
  const found = 'Search finds nothing that was added since noon; three people say so.';
  const story = liveThrough(
    policy,
    [
      wake('checkIn', at),
      [{ type: 'reportIssue', text: found }, anActor('U0EVE', policy), at + 40 * MINUTE],
      [{ type: 'reopen', text: 'The index is not built again at night: its job was left out.' }, ada, at + HOUR],
    ],
    done,
  );
  const from = story.facts.findIndex(({ fact }) => fact.type === 'changeEnded');
  return threadOf('afterwards.png', story.facts, from, 900);
}

/** The review of a change that was rolled back, and what became of its first action. */
function lookedBack(): Scene {
  const ended = everyStory(policy)['rolledBack'] ?? implemented();
  const at = OPENS_AT + DAY;
  const ada = anActor('U0ADA', policy);
  const begins = prefill(ended.change, ended.facts, policy);
  const texts = {
    ...begins,
    better: `${begins.better}\n- Nobody had measured how long the index takes to build`,
    recommended: 'Build the index before the window, and look at its size in the preflight.',
  };
  const actions = [
    { text: 'Measure the index of a copy of production.', owner: 'U0BOB', due: '2026-11-20' },
    { text: 'Add the size of the index to the preflight.', owner: 'U0ADA', due: '2026-12-04' },
  ];
  const story = liveThrough(
    policy,
    [
      [{ type: 'writePir', former: 0, texts, actions }, ada, at],
      [{ type: 'payDebt', debt: 2, note: 'It takes 70 minutes.' }, anActor('U0BOB', policy), at + 9 * DAY],
    ],
    ended,
  );
  const from = story.facts.findIndex(({ fact }) => fact.type === 'changeEnded');
  return { ...threadOf('review.png', story.facts, from, 1640), fromReply: 2 };
}

/** A rehearsal of a bad night, whose window has no room for the way back. */
function rehearsal(): Scene {
  const { change } = inReview();
  const course = 'rollback';
  const apply = { run: ['./apply.sh'], estimateMs: 150 * MINUTE } as const;
  const under = aPolicy({ runbooks: { 'web-release': aRunbook({ apply }) } });
  const stage = { policy: under, people: anActor('U0ADA', under).roster, course, durations: {} } as const;
  const lived = rehearse(change, FILED_AT, stage);
  const findings = findingsOf(change, lived, FILED_AT, stage).map(findingWords);
  const told = { change, rehearsal: lived, findings, course, rehearser: 'U0CYD', policy: under } as const;
  const quiet = (text: string): string =>
    unpinged(text, (user) => WORKSPACE.people.find(({ id }) => id === user)?.realName ?? user);
  const messages = PARTS.flatMap((part) => {
    const words = rehearsalPart(part, told);
    if (!words) return [];
    const groups = words.groups.map((group) => group.map(quiet));
    return [{ at: FILED_AT, said: rehearsalSaid({ heading: quiet(words.heading), groups }) }];
  });
  return { file: 'rehearsal.png', as: 'U0CYD', channel: 'U0CYD', messages, isThread: true, fromReply: 5, height: 1000 };
}

export const SCENES: readonly Scene[] = [
  noticesOf('notices.png', ['planned', 'reminder', 'start', 'delay', 'progress', 'end'], 1250),
  noticesOf('notices-moved.png', ['correction', 'cancellation', 'postponement'], 800),
  noticesOf('notices-trouble.png', ['endWithIssues', 'reopened', 'incident', 'incidentUpdate', 'incidentEnd'], 1050),
  ladder(),
  afterwards(),
  lookedBack(),
  rehearsal(),
  listed(),
  await work(),
];

const TODAY = Date.UTC(2026, 10, 26, 9, 20);

function bar(id: number, title: string, status: Bar['status'], day: number, hour: number, hours: number): Bar {
  const opensAt = Date.UTC(2026, 10, 26 + day, hour);
  return { id: `CHG-0${id}`, title, status, kind: 'normal', opensAt, closesAt: opensAt + hours * HOUR };
}

const split = bar(17, 'Split the table of Orders', 'inReview', 12, 20, 6);

/** Four weeks with something of everything in them. */
export const CALENDAR: Picture = {
  now: TODAY,
  days: 28,
  timezone: 'Europe/Zurich',
  daysOff: [],
  rows: [
    {
      name: 'Orders',
      bars: [
        bar(12, 'Orders to v1.2.0', 'implementing', 0, 8, 3),
        bar(14, 'Newer packages for Orders', 'ready', 5, 20, 2),
        split,
        bar(20, 'Index of the archive', 'draft', 27, 20, 3),
      ],
    },
    { name: 'Orders database', bars: [bar(15, 'PostgreSQL 18', 'goNogo', 6, 21, 6), split] },
    {
      name: 'Storefront',
      bars: [
        { ...bar(13, 'Restart, its pool is used up', 'watching', 0, 6, 1), kind: 'emergency' },
        bar(16, 'New price list', 'ready', 9, 4, 1),
      ],
    },
    { name: 'Network of Geneva', bars: [bar(19, 'Firmware of the core switches', 'inReview', 16, 22, 78)] },
  ],
  freezes: [
    { name: 'Advent sales', hard: false, from: TODAY + 2 * DAY, to: TODAY + 6.5 * DAY, services: [] },
    { name: 'Stocktaking', hard: true, from: TODAY + 10 * DAY, to: TODAY + 12 * DAY, services: [] },
    { name: 'Year end', hard: true, from: TODAY + 23.6 * DAY, to: TODAY + 40 * DAY, services: [] },
  ],
};
