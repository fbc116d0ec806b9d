import { describe, expect, test } from 'vitest';
import { appliesTo, situationOf } from '../../src/change/applies.ts';
import type { Applies, PhaseName } from '../../src/change/checklist.ts';
import { dueItems } from '../../src/change/due-items.ts';
import { itemStandings } from '../../src/change/item-standing.ts';
import type { Intent } from '../../src/change/intents.ts';
import type { ChangeContent } from '../../src/change/model.ts';
import type { Policy } from '../../src/change/policy.ts';
import { rehearse } from '../../src/change/rehearsal/rehearse.ts';
import {
  FILED_AT,
  GO_AT,
  OPENS_AT,
  aContent,
  anActor,
  filing,
  liveThrough,
  runs,
  type Story,
} from '../support/a-change.ts';
import { aChecklist, anItem, LISTED, listing, reopen, skip, tick } from '../support/a-checklist.ts';
import { aPolicy, aService, DAY, HOUR, MINUTE } from '../support/a-policy.ts';
import { given } from '../support/given.ts';
import {
  AFTER_THE_WATCH,
  approved,
  CLOSE,
  edit,
  implemented,
  inReview,
  prepared,
  ready,
  ROLL_BACK,
  settle,
  START,
  started,
  vote,
  wake,
  WITHDRAW,
} from '../support/lives.ts';

const policy = listing(
  aPolicy({ services: { ...aPolicy().services, shop: aService({ name: 'Shop', critical: true }) } }),
);
/** Only what holds back the start, and the closing. */
const startOnly = listing(
  policy,
  aChecklist([
    { name: 'planning', owner: 'infrastructure', items: [anItem({ gate: 'start' })] },
    {
      name: 'verification',
      owner: 'testing',
      items: [anItem({ id: 'smoke', text: 'Search for something.', gate: 'close' })],
    },
  ]),
);
const filed = (under: Policy = policy, content: Partial<ChangeContent> = LISTED): Story =>
  liveThrough(under, [filing(under, content)]);
const ids = ({ change }: Story) => change.checklist?.items.map(({ id }) => id);
const stateOf = ({ change }: Story, id: string, under = policy) =>
  itemStandings(change, under).find(({ item }) => item.id === id)?.state;
const by = (user: string, at = FILED_AT + HOUR, under = policy) => ({ by: user, at, policy: under });
const then = (story: Story, under: Policy, at: number, ...said: readonly (readonly [Intent, string])[]): Story =>
  liveThrough(
    under,
    said.map(([intent, user]) => [intent, anActor(user, under), at]),
    story,
  );
const begun = (story: Story = filed()) =>
  then(story, policy, FILED_AT + HOUR, [tick('inventory'), 'U0ADA'], [tick('baseline', '40 %'), 'U0ADA']);

describe('the checklist of a change', () => {
  test('is opened as it is filed, with what applies to it of the pattern it follows, phase by phase', () => {
    const { change, facts } = filed();
    expect(facts.map(({ fact }) => fact.type)).toContain('checklistOpened');
    expect(ids(filed())).toEqual(
      ['inventory', 'baseline', 'authorised', 'compare', 'way-back', 'on-call', 'told', 'smoke'], //
    );
    expect(change.checklist).toMatchObject({ pattern: 'web-move', version: '1.2.0', marks: [] });
    expect(change.checklist?.items.at(0)).toMatchObject({ phase: 'assessment', owner: 'infrastructure' });
    expect(change.checklist?.items.at(-1)).toMatchObject({ phase: 'verification', owner: 'testing' });
    expect(ids(filed(policy, { ...LISTED, services: ['shop'] }))).toContain('peak');
  });

  test('is that of the lightest pattern that fits where nobody chose one', () => {
    const byDefault = { kinds: ['normal' as const], critical: false };
    const under = listing(policy, aChecklist(undefined, { byDefault }));
    expect(filed(under, {}).change.checklist).toMatchObject({ pattern: 'web-move', version: '1.2.0' });
    expect(filed(under, { services: ['shop'] }).change.checklist).toBeUndefined();
  });

  test('is none where nothing is asked, and nothing of it stands in the record', () => {
    for (const story of [filed(policy, {}), filed(aPolicy()), filed(listing(policy, aChecklist([])))]) {
      expect(story.change.checklist).toBeUndefined();
      expect(story.facts.map(({ fact }) => fact.type)).not.toContain('checklistOpened');
    }
  });

  test('reads as its pattern did when it was opened, whatever becomes of that', () => {
    const items = [anItem({ id: 'new', text: 'Something new.' })];
    const revised = listing(policy, aChecklist([{ name: 'planning', owner: 'testing', items }], { version: '2.0.0' }));
    const titled = edit({ ...aContent(LISTED), title: 'Another title' });
    const story = given(filed()).when(titled, by('U0ADA', FILED_AT + HOUR, revised)).story;
    expect(story.change.checklist).toEqual(filed().change.checklist);
    given(story)
      .when(tick('new'), by('U0CYD', FILED_AT + HOUR, revised))
      .refuses('noSuchItem');
    given(story)
      .when(tick('inventory'), by('U0ADA', FILED_AT + HOUR, revised))
      .yields({ type: 'itemTicked', item: 'inventory' });
  });

  test('is opened anew where an edit moves what it hangs on, and keeps what was said of items that read the same', () => {
    const critical = edit({ ...aContent(LISTED), services: ['shop'] });
    const story = given(begun()).when(critical, by('U0ADA')).story;
    expect(ids(story)).toContain('peak');
    expect(['inventory', 'baseline', 'way-back'].map((id) => stateOf(story, id))).toEqual(['done', 'done', 'open']);
    const reworded = listing(
      policy,
      aChecklist([{ name: 'assessment', owner: 'infrastructure', items: [anItem({ text: 'List all.' })] }]),
    );
    const again = given(begun()).when(critical, by('U0ADA', FILED_AT + HOUR, reworded)).story;
    expect(stateOf(again, 'inventory', reworded)).toBe('open');
    const { pattern: _none, ...rest } = aContent(LISTED);
    expect(ids(given(begun()).when(edit(rest), by('U0ADA')).story)).toEqual([]);
  });
});

describe('what a pattern says is true when it is done', () => {
  const accepted = listing(policy, aChecklist([], { acceptance: ['All services answer.', 'Nothing is in the logs.'] }));

  test('is asked of whoever tests, and before it is closed', () => {
    expect(filed(accepted).change.checklist?.items).toEqual([
      { id: 'acceptance.1', phase: 'verification', text: 'All services answer.', owner: 'testing', gate: 'close' },
      { id: 'acceptance.2', phase: 'verification', text: 'Nothing is in the logs.', owner: 'testing', gate: 'close' },
    ]);
    const done = implemented({ policy: accepted, content: LISTED });
    const at = AFTER_THE_WATCH;
    given(done)
      .when(CLOSE, by('U0ADA', at, accepted))
      .refuses('checklistOpen', { items: ['All services answer.', 'Nothing is in the logs.'] });
    const all = then(done, accepted, at, [tick('acceptance.1'), 'U0CYD'], [tick('acceptance.2'), 'U0CYD']);
    given(all)
      .when(CLOSE, by('U0ADA', at, accepted))
      .becomes('closed');
  });

  test('holds back nothing where nothing else of its pattern does', () => {
    const phases = [{ name: 'planning', owner: 'infrastructure', items: [anItem()] }] as const;
    const light = listing(policy, aChecklist(phases, { acceptance: ['All services answer.'] }));
    expect(filed(light).change.checklist?.items.map(({ gate }) => gate)).toEqual([undefined, undefined]);
    given(implemented({ policy: light, content: LISTED }))
      .when(CLOSE, by('U0ADA', AFTER_THE_WATCH, light))
      .becomes('closed');
  });

  test('comes after what is verified, and before what is cleaned up', () => {
    const phase = (name: PhaseName) => ({ name, owner: 'testing', items: [anItem({ id: name })] });
    const phases = (['planning', 'verification', 'cleanup'] as const).map(phase);
    const under = listing(policy, aChecklist(phases, { acceptance: ['All services answer.'] }));
    expect(ids(filed(under))).toEqual(['planning', 'verification', 'acceptance.1', 'cleanup']);
  });
});

describe('what is due', () => {
  const due = ({ change }: Story) => dueItems(change).map(({ id }) => id);

  test('is what nobody has said anything of, without what the facts will show', () => {
    expect(due(filed())).toEqual(['inventory', 'baseline', 'compare', 'way-back']);
    expect(due(begun())).toEqual(['compare', 'way-back']);
  });

  test('is what is prepared, from the start on the work, and the rest once that is done', () => {
    const phase = (name: PhaseName) => ({ name, owner: 'testing', items: [anItem({ id: name })] });
    const under = listing(policy, aChecklist((['planning', 'implementation', 'cleanup'] as const).map(phase)));
    const lived = { policy: under, content: LISTED };
    expect(due(ready(lived))).toEqual(['planning']);
    expect(due(started(lived))).toEqual(['planning', 'implementation']);
    expect(due(implemented(lived))).toEqual(['planning', 'implementation', 'cleanup']);
    expect(due(given(filed(under)).when(WITHDRAW, by('U0ADA', FILED_AT + HOUR, under)).story)).toEqual([]);
  });
});

describe('what applies', () => {
  const applies = (when: Applies, to: ChangeContent) => appliesTo(when, situationOf(to, policy));
  const content = aContent({ services: ['web', 'shop'], risk: 'high' });
  test.each<readonly [Applies, boolean]>([
    [{}, true],
    [{ critical: true }, true],
    [{ critical: false }, false],
    [{ kinds: ['normal'] }, true],
    [{ kinds: ['standard', 'emergency'] }, false],
    [{ risks: ['high', 'medium'] }, true],
    [{ risks: ['low'] }, false],
    [{ services: { from: 2 } }, true],
    [{ services: { from: 3 } }, false],
    [{ services: { to: 1 } }, false],
    [{ services: { from: 1, to: 2 } }, true],
    [{ strategies: ['rolling'] }, false],
    [{ critical: true, risks: ['low'] }, false],
  ])('of %j to a high change of two services, one of them critical: %s', (when, expected) => {
    expect(applies(when, content)).toBe(expected);
  });

  test('of what is for a strategy counts the one that was chosen', () => {
    expect(applies({ strategies: ['rolling'] }, aContent({ strategy: 'rolling' }))).toBe(true);
    expect(applies({ strategies: ['rolling'] }, aContent({ strategy: 'canary' }))).toBe(false);
  });

  test('what the policy does not know is not critical', () => {
    expect(applies({ critical: true }, aContent({ services: ['constructor'] }))).toBe(false);
  });
});

describe('an item', () => {
  test('is ticked by its owner’s role, and for infrastructure by the implementer', () => {
    given(filed()).when(tick('inventory'), by('U0ADA')).yields({ type: 'itemTicked', item: 'inventory' });
    given(filed()).when(tick('inventory'), by('U0BOB')).refuses('notYourItem', { owner: 'implementer' });
    given(begun()).when(tick('smoke'), by('U0CYD')).yields({ type: 'itemTicked', item: 'smoke' });
    given(begun()).when(tick('smoke'), by('U0BOB')).refuses('notYourItem', { owner: 'validator' });
    const other = filed(policy, { ...LISTED, implementer: 'U0EVE' });
    given(other).when(tick('inventory'), by('U0EVE')).yields({ type: 'itemTicked' });
  });

  test('whose owner has no role in the policy is anybody’s who holds one, and nobody else’s', () => {
    given(begun()).when(tick('on-call'), by('U0MGR')).yields({ type: 'itemTicked', item: 'on-call' });
    given(begun()).when(tick('on-call'), by('U0ZOE')).refuses('notYourItem', { owner: 'documentation' });
    const guest = { ...anActor('U0MGR', policy), outsider: true };
    given(begun())
      .when(tick('on-call'), { by: guest, at: FILED_AT + HOUR, policy })
      .refuses('outsider');
  });

  test('of one person is theirs alone', () => {
    const items = [anItem({ owner: 'U0EVE' })];
    const own = listing(policy, aChecklist([{ name: 'verification', owner: 'testing', items }]));
    given(filed(own))
      .when(tick('inventory'), by('U0CYD', FILED_AT + HOUR, own))
      .refuses('notYourItem', { owner: 'U0EVE' });
    given(filed(own))
      .when(tick('inventory'), by('U0EVE', FILED_AT + HOUR, own))
      .yields({ type: 'itemTicked' });
  });

  test('of the verification is not ticked by whoever does the work, unless the role has nobody else', () => {
    const mine = begun(filed(policy, { ...LISTED, implementer: 'U0CYD' }));
    const two = { ...policy, roles: { ...policy.roles, validator: { members: ['U0CYD', 'U0EVE'], delegates: [] } } };
    given(mine)
      .when(tick('smoke'), by('U0CYD', FILED_AT + HOUR, two))
      .refuses('ownVerification', { owner: 'validator' });
    given(mine)
      .when(tick('smoke'), by('U0EVE', FILED_AT + HOUR, two))
      .yields({ type: 'itemTicked' });
    given(mine).when(tick('smoke'), by('U0CYD')).yields({ type: 'itemTicked' });
  });

  test('waits for those it comes after, and for what holds back the next phase', () => {
    given(filed())
      .when(tick('way-back'), by('U0ADA'))
      .refuses('itemsFirst', { items: ['List the services that are touched.'] });
    given(filed()).when(tick('baseline', '40 %'), by('U0ADA')).yields({ type: 'itemTicked' });
    const listedServices = given(filed()).when(tick('inventory'), by('U0ADA')).story;
    given(listedServices)
      .when(tick('compare'), by('U0ADA'))
      .refuses('itemsFirst', { items: ['Measure the load.'] });
    const skipped = given(listedServices).when(skip('baseline'), by('U0ADA')).story;
    given(skipped).when(tick('compare'), by('U0ADA')).yields({ type: 'itemTicked', item: 'compare' });
  });

  test('that asks for evidence is not ticked without', () => {
    given(filed()).when(tick('baseline'), by('U0ADA')).refuses('evidenceNeeded');
    given(filed()).when(tick('baseline', '  '), by('U0ADA')).refuses('evidenceNeeded');
    given(filed())
      .when(tick('baseline', ' https://grafana.example.net/d/web '), by('U0ADA'))
      .yields({ type: 'itemTicked', item: 'baseline', evidence: 'https://grafana.example.net/d/web' });
  });

  test('is skipped with a reason only, and never where the change waits for it', () => {
    given(filed()).when(skip('baseline', ' '), by('U0ADA')).refuses('reasonNeeded');
    given(filed()).when(skip('inventory'), by('U0ADA')).refuses('itemNotSkipped');
    const skipped = given(filed()).when(skip('baseline', 'Nothing runs there yet.'), by('U0ADA')).story;
    expect(skipped.change.checklist?.marks).toEqual([
      { item: 'baseline', by: 'U0ADA', at: FILED_AT + HOUR, as: 'skipped', reason: 'Nothing runs there yet.' },
    ]);
    given(skipped).when(tick('baseline', '1'), by('U0ADA')).refuses('itemMarked', { by: 'U0ADA' });
  });

  test('is opened again by whoever may say it is done, and by nobody who may not', () => {
    given(begun()).when(reopen('inventory'), by('U0BOB')).refuses('notYourItem');
    given(begun()).when(reopen('smoke'), by('U0CYD')).refuses('noSuchItem');
    const again = given(begun()).when(reopen('inventory'), by('U0ADA')).story;
    expect(stateOf(again, 'inventory')).toBe('open');
    given(again).when(tick('way-back'), by('U0ADA')).refuses('itemsFirst');
  });

  test('is ticked by the facts in a person’s place, and asks nobody then', () => {
    const agreed = approved({ policy, content: LISTED });
    expect([inReview({ policy, content: LISTED }), agreed].map((s) => stateOf(s, 'authorised'))).toEqual([
      'open',
      'done',
    ]);
    given(begun(agreed)).when(tick('authorised'), by('U0ADA')).refuses('itemMarked');
    given(begun()).when(tick('authorised'), by('U0ADA')).yields({ type: 'itemTicked' });
  });
});

describe('what the checklist holds back', () => {
  const due = () => liveThrough(policy, [wake('goNogo', GO_AT)], begun(approved({ policy, content: LISTED })));
  const OVER = {
    type: 'overrideGate',
    gate: 'checklist',
    reason: 'It cannot wait.',
    revision: 1,
    schedule: 1,
  } as const;

  test('the GO is not asked while something is open that comes before it, and is asked by the tick', () => {
    expect(due().change.status).toBe('approved');
    given(due())
      .when(tick('way-back'), by('U0ADA', GO_AT + HOUR))
      .yields({ type: 'itemTicked' }, { type: 'ballotOpened', question: 'goNogo' })
      .becomes('goNogo');
  });

  test('before the GO is due it holds back nothing, and nobody overrides it', () => {
    given(begun(approved({ policy, content: LISTED })))
      .when(OVER, by('U0BOB'))
      .refuses('gateNotShut');
  });

  test('a second person lets the GO be asked all the same, for what is open then, and nothing more', () => {
    given(due())
      .when(OVER, by('U0ADA', GO_AT + HOUR))
      .refuses('notAnOverrider');
    const asked = given(due())
      .when(OVER, by('U0BOB', GO_AT + HOUR))
      .yields(
        { type: 'gateOverridden', gate: 'checklist', items: ['way-back'] },
        { type: 'debtOwed', what: 'override' },
        { type: 'ballotOpened', question: 'goNogo' },
      ).story;
    const go = liveThrough(policy, [vote(policy, 'U0CYD', 2, GO_AT + HOUR)], asked);
    const open = settle(
      liveThrough(policy, [wake('backup', OPENS_AT - 75 * MINUTE)], go),
      policy,
      OPENS_AT - 75 * MINUTE,
    );
    given(open)
      .when(START(), by('U0ADA', OPENS_AT + MINUTE))
      .refuses('checklistOpen', { items: ['Walk through the way back.', 'Somebody is on call.'] });
    const both = given(open).when(OVER, by('U0BOB', OPENS_AT + MINUTE)).story;
    given(both)
      .when(START(), by('U0ADA', OPENS_AT + MINUTE))
      .becomes('implementing');
  });

  test('nothing is started while something is open that comes before it', () => {
    const open = prepared({ policy: startOnly, content: LISTED });
    const at = OPENS_AT + MINUTE;
    given(open)
      .when(START(), by('U0ADA', at, startOnly))
      .refuses('checklistOpen');
    const ticked = given(open).when(tick('inventory'), by('U0ADA', at, startOnly)).story;
    given(ticked)
      .when(START(), by('U0ADA', at, startOnly))
      .becomes('implementing');
  });

  test('work by hand is held back as well', () => {
    const lived = { policy: startOnly, content: LISTED, byHand: true };
    given(ready(lived))
      .when(START(), by('U0ADA', OPENS_AT + MINUTE, startOnly))
      .refuses('checklistOpen');
  });

  test('what was implemented is not closed before it is verified; what was rolled back is not held to it', () => {
    const ahead = prepared({ policy: startOnly, content: LISTED });
    const on = then(ahead, startOnly, OPENS_AT + MINUTE, [tick('inventory'), 'U0ADA'], [START(), 'U0ADA']);
    const watched = settle(on, startOnly, OPENS_AT + 2 * MINUTE);
    const done = liveThrough(startOnly, [wake('watchOver', OPENS_AT + HOUR)], watched);
    const at = AFTER_THE_WATCH;
    given(done)
      .when(CLOSE, by('U0ADA', at, startOnly))
      .refuses('checklistOpen', { items: ['Search for something.'] });
    const verified = then(done, startOnly, at, [tick('smoke'), 'U0CYD']);
    given(verified)
      .when(CLOSE, by('U0ADA', at, startOnly))
      .becomes('closed');
    const planned = runs(on, startOnly, OPENS_AT + 2 * MINUTE);
    const broken = runs(planned, startOnly, OPENS_AT + 10 * MINUTE, 'failed');
    const back = settle(then(broken, startOnly, OPENS_AT + HOUR, [ROLL_BACK, 'U0ADA']), startOnly, OPENS_AT + HOUR);
    expect(back.change.status).toBe('rolledBack');
    given(back)
      .when(CLOSE, by('U0ADA', at, startOnly))
      .refuses('debtsOpen');
  });

  test('a change that follows none is held back by nothing of it', () => {
    given(implemented({ policy })).when(CLOSE, by('U0ADA', AFTER_THE_WATCH)).becomes('closed');
    expect(started({ policy }).change.status).toBe('implementing');
  });
});

test('a rehearsal ticks what is asked, and comes to its end', () => {
  const stage = { policy, people: anActor('U0ADA', policy).roster, course: 'success', durations: {} } as const;
  const { moments, refused, isWhole } = rehearse(filed().change, FILED_AT + DAY, stage);
  expect(refused).toEqual([]);
  expect(isWhole).toBe(true);
  expect(moments.at(-1)?.after.status).toBe('closed');
  expect(moments.filter(({ recorded }) => recorded.fact.type === 'itemTicked')).not.toEqual([]);
});

describe('documents that a request names', () => {
  const documents = ['https://wiki.example.net/orders', 'The runbook of Orders'];
  const named = { ...LISTED, documents };
  const ITEMS = ['document.1', 'document.2'];

  test('are items of its documentation, after those of its pattern, or alone where it follows none', () => {
    expect(ids(filed(policy, named))?.slice(-2)).toEqual(ITEMS);
    const alone = filed({ ...policy, knownPatterns: {} }, { documents });
    expect(ids(alone)).toEqual(ITEMS);
    expect(alone.change.checklist?.items[0]).toMatchObject({
      phase: 'documentation',
      text: `Bring up to date: ${documents[0]}`,
      link: documents[0],
    });
    expect(alone.change.checklist?.items[1]?.link).toBeUndefined();
  });

  test('hold back its closing until each is ticked', () => {
    const under = { ...policy, knownPatterns: {} };
    const done = implemented({ policy: under, content: { documents } });
    const close = { by: 'U0ADA', at: AFTER_THE_WATCH, policy: under } as const;
    given(done).when(CLOSE, close).refuses('checklistOpen');
    const one = given(done).when(tick('document.1'), close).story;
    given(one)
      .when(CLOSE, close)
      .refuses('checklistOpen', { items: ['Bring up to date: The runbook of Orders'] });
    given(given(one).when(tick('document.2'), close).story)
      .when(CLOSE, close)
      .becomes('closed');
  });

  test('are listed anew when an edit names others, and ticks of those that stay are kept', () => {
    const under = { ...policy, knownPatterns: {} };
    const said = { by: 'U0ADA', at: FILED_AT + HOUR, policy: under } as const;
    const ticked = given(filed(under, { documents })).when(tick('document.1'), said).story;
    const fewer = { ...ticked.change.content, documents: documents.slice(0, 1) };
    const edited = given(ticked).when(edit(fewer), said).story;
    expect(ids(edited)).toEqual(['document.1']);
    expect(stateOf(edited, 'document.1', under)).toBe('done');
    expect(edited.change.revision).toBe(ticked.change.revision);
  });
});
