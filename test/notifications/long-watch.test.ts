import { expect, test } from 'vitest';
import { fold } from '../../src/change/evolve.ts';
import { checkIn } from '../../src/notifications/check-in-rows.ts';
import { headline } from '../../src/notifications/headline.ts';
import { noteLine } from '../../src/notifications/notes.ts';
import { promptButtons, promptOf } from '../../src/notifications/prompts.ts';
import { say } from '../../src/notifications/routes.ts';
import { logCells } from '../../src/paper/change-log.ts';
import { outcomeOf } from '../../src/change/long-watch.ts';
import { OPENS_AT, anActor, liveThrough, type Story, type Told } from '../support/a-change.ts';
import { aPolicy, HOUR } from '../support/a-policy.ts';
import { AFTER_THE_WATCH, CLOSE, implemented, looksBack, settle, wake } from '../support/lives.ts';

const policy = aPolicy();
const at = OPENS_AT + 14 * HOUR;
const asked = liveThrough(policy, [wake('checkIn', at)], implemented());
const ISSUE = { type: 'reportIssue', text: 'Search is <!channel> slow.' } as const;
const found = liveThrough(policy, [[ISSUE, anActor('U0EVE', policy), at + HOUR]], asked);

function lastNote({ facts }: Story): string | undefined {
  const recorded = facts.at(-1);
  const after = fold(facts);
  if (!recorded || !after) return undefined;
  const { at: when, by, fact } = recorded;
  return noteLine(fact, { before: fold(facts.slice(0, -1)), after, at: when, by, policy })?.text;
}

test('what is owed when the watch is over is named, and what is found says what to press', () => {
  const over = liveThrough(policy, [wake('mayClose', AFTER_THE_WATCH)], found);
  expect(lastNote(over)).toMatch(
    /^The watch is over\. Owed before it can be closed: the post-implementation review, by/,
  );
  const { change, facts } = found;
  expect(lastNote({ change, facts: facts.slice(0, -1) })).toContain('press *Reopen* on the message of the change for');
});

function pressable({ change, facts }: Story): readonly string[] {
  const fact = facts.findLast((f) => f.fact.type === 'milestoneReached')?.fact;
  const prompt = fact && promptOf(fact, change);
  return prompt ? promptButtons(prompt.key, change, policy).map((b) => b.text.text) : [];
}

test('a check-in asks the implementer, in the thread and in a message of their own, and counts down', () => {
  expect(lastNote(asked)).toMatch(/^\*Check-in on CHG-001.*:\* 10 h 45 min of the watch are left, until .*<@U0ADA>/);
  expect(pressable(asked)).toEqual(['All well', 'An issue', 'Reopen']);
  const recorded = asked.facts.at(-1);
  const rows = recorded ? say(implemented().change, asked.change, recorded, policy) : [];
  expect(rows.find((r) => r.view === 'checkIn')).toMatchObject({ channel: 'U0ADA' });
  const direct = checkIn(asked.change, 0, { policy, now: at, isSaid: false });
  expect(direct?.text).toContain('10 h 45 min of the watch are left');
  expect(JSON.stringify(direct?.blocks)).toMatch(/"All well".*"An issue"/);
});

test('one that was answered has no buttons left, and the message of their own says what became of it, or is not sent', () => {
  const well = liveThrough(policy, [[{ type: 'sayAllWell', checkIn: 0 }, anActor('U0ADA', policy), at]], asked);
  expect(lastNote(well)).toMatch(/^All is well, says <@U0ADA>; 10 h 45 min of the watch are left/);
  for (const story of [well, found]) {
    expect(pressable(story)).toEqual([]);
    expect(checkIn(story.change, 0, { policy, now: at, isSaid: false })).toBeUndefined();
    const said = checkIn(story.change, 0, { policy, now: at, isSaid: true });
    expect(said?.text).toMatch(story === well ? /<@U0ADA> said .* that it is\./ : /No longer asked/);
    expect(JSON.stringify(said?.blocks)).not.toContain('"actions"');
    const last = story.facts.find(({ fact }) => fact.type === 'foundWell' || fact.type === 'issueFound');
    const rows = last ? say(asked.change, story.change, last, policy) : [];
    expect(rows.find((r) => r.view === 'checkIn')).toMatchObject({ key: 'CHG-1/checkIn/0', channel: 'U0ADA' });
  }
});

test('an issue stands in the thread, on the headline, behind the closed change and in the log', () => {
  expect(lastNote(found)).toMatch(/^Owed by <@U0ADA> until .*: the post-implementation review\..*\*PIR\*/);
  const { change, facts } = found;
  expect(lastNote({ change, facts: facts.slice(0, -1) })).toMatch(
    /found by <@U0EVE>: Search is &lt;!channel&gt; slow\..*successful with issues/,
  );
  const shown = headline(found.change, { policy, now: at, facts: found.facts });
  expect(shown.text).toContain('Implemented, with issues');
  expect(JSON.stringify(shown.blocks)).toContain('Issue found by <@U0EVE>');
  const ada = anActor('U0ADA', policy);
  const review: Told = [looksBack({ actions: [] }), ada, AFTER_THE_WATCH];
  const closed = liveThrough(policy, [review, [CLOSE, ada, AFTER_THE_WATCH]], found);
  expect(lastNote(closed)).toBe(
    'Closed by <@U0ADA>. *Outcome* successful with issues: it is in place, and something has shown itself since.',
  );
  for (const ended of [found.change, closed.change]) {
    const entry = { ...ended, ...ended.content, implementer: 'U0ADA', ending: outcomeOf(ended) ?? null };
    expect(logCells(entry, 'UTC', (user) => user)[4]).toBe('Completed with Issues');
  }
});

test('a review that is owed again after a change was reopened is asked for anew, and the former note loses its button', () => {
  const ada = anActor('U0ADA', policy);
  const told: Told[] = [
    [looksBack({ actions: [] }), ada, at],
    [{ type: 'reopen', text: 'Search is down.' }, ada, at + 1],
    [{ type: 'solved' }, ada, at + 1],
  ];
  const checked = settle(liveThrough(policy, told, implemented({ content: { risk: 'high' } })), policy, at);
  const again = liveThrough(policy, [wake('watchOver', at + HOUR, 1, 1)], checked);
  const asking = again.facts.flatMap((recorded, i) => {
    const after = fold(again.facts.slice(0, i + 1));
    if (!after || recorded.fact.type !== 'debtOwed' || recorded.fact.what !== 'pir') return [];
    const rows = say(fold(again.facts.slice(0, i)), after, recorded, policy);
    return rows.flatMap(({ view, kind, key, data }) =>
      view === 'note' && kind === 'live' && data['seq'] ? [key] : [],
    );
  });
  expect(asking).toEqual(['CHG-1/prompt/pir', 'CHG-1/prompt/pir/2']);
  expect(asking.map((key) => promptButtons(key, again.change, policy).map((b) => b.text.text))).toEqual([[], ['PIR']]);
});
