import { describe, expect, test } from 'vitest';
import * as fc from 'fast-check';
import { isEmptyPlan } from '../../src/change/plan/plan-review.ts';
import { aPlanJson, aResource, reviewOf, type Json } from '../support/a-plan.ts';

const of = (actions: readonly string[], more: Json = {}, change: Json = {}, address = 'aws_thing.a') =>
  reviewOf(aPlanJson([aResource(address, actions, more, change)]));

describe('what a plan does', () => {
  test.each([
    [['no-op'], { unchanged: 1 }],
    [['create'], { create: 1 }],
    [['read'], { read: 1 }],
    [['update'], { update: 1 }],
    [['delete'], { destroy: 1 }],
    [['delete', 'create'], { replace: 1 }],
    [['create', 'delete'], { replace: 1 }],
    [['forget'], { forget: 1 }],
    [['create', 'forget'], { forget: 1, create: 1 }],
  ])('%j counts as %j', (actions, counts) => {
    const review = of(actions);
    expect(review.counts).toEqual(counts);
    expect(review.items.some(({ unknown }) => unknown)).toBe(false);
  });

  test.each([
    [['obliterate']],
    [[]],
    [['delete', 'forget']],
    [['create', 'update']],
    [['delete,create']],
    [['update', 'delete']],
  ])('%j is no known action: it counts as a destroy, and says that it is unknown', (actions) => {
    const review = of(actions);
    expect(review.counts).toEqual({ destroy: 1 });
    expect(review.items).toMatchObject([{ action: 'destroy', unknown: actions }]);
  });

  test('a move, and what is taken over, count beside what else happens to them', () => {
    const moved = { previous_address: 'aws_thing.old' };
    expect(of(['no-op'], moved)).toMatchObject({
      counts: { move: 1 },
      items: [{ action: 'move', from: 'aws_thing.old' }],
    });
    expect(of(['update'], moved).counts).toEqual({ update: 1, move: 1 });
    expect(of(['delete', 'create'], moved).items).toMatchObject([{ action: 'replace', from: 'aws_thing.old' }]);
    expect(of(['update'], {}, { importing: { id: 'i-123' } })).toMatchObject({
      counts: { update: 1, import: 1 },
      items: [{ action: 'import' }],
    });
    expect(of(['no-op'], { previous_address: 'aws_thing.a' }).counts).toEqual({ unchanged: 1 });
  });

  test('drift is what was changed or removed outside, apart from what is planned', () => {
    const drift = [
      aResource('aws_thing.changed', ['update']),
      aResource('aws_db_instance.gone', ['delete']),
      aResource('aws_thing.moved', ['no-op'], { previous_address: 'aws_thing.old' }),
    ];
    const review = reviewOf(aPlanJson([], { resource_drift: drift }));
    expect(review.counts).toEqual({ drift: 2 });
    expect(review.items).toEqual([
      {
        address: 'aws_db_instance.gone',
        type: 'aws_db_instance',
        action: 'drift',
        removedOutside: true,
        holdsData: true,
      },
      { address: 'aws_thing.changed', type: 'aws_thing', action: 'drift' },
    ]);
    expect(isEmptyPlan(review)).toBe(true);
  });

  test('side effects and outputs are changes too', () => {
    const invoked = reviewOf(
      aPlanJson([], { action_invocations: [{ address: 'action.aws_lambda_invoke.x', type: 'aws_lambda_invoke' }] }),
    );
    expect(invoked).toMatchObject({ counts: { invoke: 1 }, items: [{ action: 'invoke' }] });
    const output = { actions: ['update'], before: 'a', after: 'b' };
    const told = reviewOf(aPlanJson([], { output_changes: { url: output, same: { ...output, actions: ['no-op'] } } }));
    expect(told.counts).toEqual({ output: 1 });
    expect([invoked, told].map(isEmptyPlan)).toEqual([false, false]);
    expect(isEmptyPlan(of(['no-op']))).toBe(true);
  });
});

describe('what a person must read', () => {
  test('a replacement names the attributes that force it, and why', () => {
    const change = { replace_paths: [['engine'], ['network', 0, 'id']] };
    expect(of(['delete', 'create'], { action_reason: 'replace_because_cannot_update' }, change).items).toEqual([
      {
        address: 'aws_thing.a',
        type: 'aws_thing',
        action: 'replace',
        reason: 'replace_because_cannot_update',
        forcedBy: ['engine', 'network[0].id'],
      },
    ]);
    expect(of(['create', 'delete'], { action_reason: 'replace_because_tainted' }).items).toMatchObject([
      { reason: 'replace_because_tainted', createsFirst: true },
    ]);
  });

  test('what goes and holds data, or takes others with it, stands first; then what nobody knows', () => {
    const review = reviewOf(
      aPlanJson([
        aResource('aws_thing.a', ['create']),
        aResource('aws_thing.b', ['delete']),
        aResource('aws_thing.c', ['explode']),
        aResource('aws_vpc.d', ['delete']),
        aResource('module.x.aws_db_instance.e', ['create', 'delete'], { deposed: 'abcd1234' }),
      ]),
    );
    expect(review.items.map(({ address }) => address)).toEqual([
      'aws_vpc.d',
      'module.x.aws_db_instance.e',
      'aws_thing.c',
      'aws_thing.b',
    ]);
    expect(review.items).toMatchObject([{ critical: true }, { holdsData: true, deposed: 'abcd1234' }, {}, {}]);
  });

  test.each([
    [{ deletion_protection: true }, { deletion_protection: false }, ['deletion_protection']],
    [
      { settings: [{ deletion_protection_enabled: true }] },
      { settings: [{}] },
      ['settings[0].deletion_protection_enabled'],
    ],
    [{ skip_final_snapshot: false }, { skip_final_snapshot: true }, ['skip_final_snapshot']],
    [{ backup_retention_period: 30 }, { backup_retention_period: 1 }, ['backup_retention_period']],
  ])('an update from %j to %j takes a protection away', (before, after, unprotected) => {
    expect(of(['update'], {}, { before, after }, 'aws_db_instance.a').items).toEqual([
      { address: 'aws_db_instance.a', type: 'aws_db_instance', action: 'update', unprotected, holdsData: true },
    ]);
    expect(of(['update'], {}, { before: after, after: before }).items).toEqual([]);
  });

  test('a protection that is sensitive, or known only later, is not judged', () => {
    const change = { before: { deletion_protection: true }, after: {} };
    expect(of(['update'], {}, { ...change, after_unknown: { deletion_protection: true } }).items).toEqual([]);
    expect(of(['update'], {}, { ...change, before_sensitive: true }).items).toEqual([]);
  });
});

describe('a likely rename', () => {
  const values = { size: 'small', image: 'debian', zone: 'a', name: 'web', tags: { team: 'ops' } };
  const gone = (address: string, before: Json) => aResource(address, ['delete'], {}, { before });
  const come = (address: string, after: Json, unknown: Json = { id: true }) =>
    aResource(address, ['create'], {}, { after, after_unknown: unknown });

  test('is one that goes and one that comes, of the same type and much alike', () => {
    const review = reviewOf(
      aPlanJson([
        gone('aws_thing.old', { ...values, id: 'i-1' }),
        gone('aws_other.old', values),
        come('aws_thing.new', { ...values, name: 'site' }),
        come('aws_thing.else', { ...values, size: 'large', image: 'alpine' }),
      ]),
    );
    expect(review.renames).toEqual([{ from: 'aws_thing.old', to: 'aws_thing.new' }]);
  });

  test('pairs each resource once, the most alike first', () => {
    const review = reviewOf(
      aPlanJson([
        gone('aws_thing.a', values),
        gone('aws_thing.b', { ...values, name: 'site' }),
        gone('aws_thing.c', values),
        come('aws_thing.x', { ...values, name: 'site' }),
        come('aws_thing.y', values),
      ]),
    );
    expect(review.renames).toEqual([
      { from: 'aws_thing.a', to: 'aws_thing.y' },
      { from: 'aws_thing.b', to: 'aws_thing.x' },
    ]);
  });

  test('is not told of what says nothing about itself', () => {
    expect(reviewOf(aPlanJson([gone('aws_thing.a', {}), come('aws_thing.b', {})])).renames).toEqual([]);
    expect(
      reviewOf(
        aPlanJson([
          gone('aws_thing.a', values),
          come('aws_thing.b', values, {
            ...values,
            size: true,
            image: true,
            zone: true,
            name: true,
            tags: { team: true },
          }),
        ]),
      ).renames,
    ).toEqual([]);
  });
});

describe('a plan that nobody may go by', () => {
  test.each([
    ['its format is of a later kind', { format_version: '2.0' }, /version 2\.0/],
    ['its format is older than any that is understood', { format_version: '0.2' }, /version 0\.2/],
    ['it stopped half-way', { errored: true }, /half a plan/],
    ['it is not complete', { complete: false }, /not complete/],
    ['changes were put off', { deferred_changes: [{}] }, /not complete/],
    ['an input is mocked', { variables: { net: { value: { ids: ['mock-vpc'] } } } }, /input net holds a mock/],
  ])('%s', (_, more, sentence) => {
    const review = reviewOf(aPlanJson([aResource('aws_thing.a', ['create'])], more));
    expect(review.units).toMatchObject([{ fault: expect.stringMatching(sentence), counts: {} }]);
    expect(review.counts).toEqual({});
    expect(isEmptyPlan(review)).toBe(false);
  });

  test('a plan that says it is complete is gone by', () => {
    expect(reviewOf(aPlanJson([], { complete: true, errored: false })).units).toEqual([]);
  });
});

describe('several units', () => {
  const [create, destroy] = [aResource('aws_thing.a', ['create']), aResource('aws_thing.a', ['delete'])];

  test('count each and together, and an item names its unit', () => {
    const review = reviewOf(
      { unit: 'net', plan: aPlanJson([create, destroy]) },
      { unit: 'db', plan: aPlanJson([destroy]) },
    );
    expect(review).toMatchObject({
      counts: { create: 1, destroy: 2 },
      units: [
        { name: 'db', counts: { destroy: 1 } },
        { name: 'net', counts: { create: 1, destroy: 1 } },
      ],
      items: [{ unit: 'db' }, { unit: 'net' }],
    });
  });

  test('one that has no plan is named first', () => {
    const review = reviewOf({ unit: 'a', plan: aPlanJson([create]) }, { unit: 'b', plan: null });
    expect(review.units).toMatchObject([{ name: 'b', fault: 'It has no plan.' }, { name: 'a' }]);
  });
});

describe('a large plan', () => {
  test('is told by its worst items; all the rest is counted', () => {
    const many = Array.from({ length: 5000 }, (_, n) => aResource(`aws_thing.n[${n}]`, ['delete']));
    const review = reviewOf(aPlanJson([...many, aResource('aws_db_instance.last', ['delete'])]));
    expect(review.counts).toEqual({ destroy: 5001 });
    expect(review.items[0]?.address).toBe('aws_db_instance.last');
    expect(review.items.length + review.itemsOmitted).toBe(5001);
    expect(review.items.length).toBe(100);
  });

  test('has room in a record whatever its names are', () => {
    const long = '語'.repeat(1900);
    const resources = Array.from({ length: 200 }, (_, n) =>
      aResource(
        `aws_thing.${long}${n}`,
        ['delete', 'create'],
        { previous_address: `aws_thing.${long}` },
        { replace_paths: [[long], [long]] },
      ),
    );
    const units = Array.from({ length: 60 }, (_, n) => ({
      unit: `${n}${'語'.repeat(190)}`,
      plan: aPlanJson(resources.slice(0, 5)),
    }));
    const review = reviewOf(...units, { unit: 'all', plan: aPlanJson(resources) });
    expect(Buffer.byteLength(JSON.stringify(review))).toBeLessThan(96 * 1024);
    expect(review.units.length + review.unitsOmitted).toBe(61);
  });
});

test('no value of an attribute is in a review', () => {
  const secret = 'hunter2-in-clear';
  fc.assert(
    fc.property(
      fc.array(fc.constantFrom('create', 'delete', 'update', 'no-op', 'read', 'forget', 'what'), { maxLength: 3 }),
      fc.constantFrom('tags', 'password', 'deletion_protection'),
      (actions, name) => {
        const values = { [name]: secret, list: [secret], nested: { [name]: secret }, deletion_protection: true };
        const resource = aResource(
          'aws_db_instance.a',
          actions,
          {},
          { before: values, after: { ...values, deletion_protection: false }, importing: { id: secret } },
        );
        const more = {
          resource_drift: [resource],
          variables: { v: { value: secret } },
          output_changes: { o: { actions, before: null, after: secret } },
        };
        expect(JSON.stringify(reviewOf(aPlanJson([resource], more)))).not.toContain(secret);
      },
    ),
  );
});
