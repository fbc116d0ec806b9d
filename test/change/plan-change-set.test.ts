import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { canonicalJson } from '../../src/canonical-json.ts';
import { changeSetEntries } from '../../src/change/plan/change-set-entries.ts';
import { planSet } from '../../src/jobs/plan/plan-set.ts';
import { readUnits } from '../../src/jobs/plan/read-units.ts';
import { aPlanJson, aResource, reviewOf, unitsOf, type Json } from '../support/a-plan.ts';

const digest = (...documents: readonly unknown[]) => reviewOf(...documents).digest;
const setOf = (...documents: readonly unknown[]) => canonicalJson(changeSetEntries(unitsOf(...documents)));

const Value = fc.letrec<{ value: unknown }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 3 },
    fc.string({ maxLength: 6 }),
    fc.integer(),
    fc.boolean(),
    fc.constant(null),
    fc.array(tie('value'), { maxLength: 3 }),
    fc.dictionary(fc.constantFrom('a', 'b', 'c', 'list', 'sensitive', 'unknown'), tie('value'), { maxKeys: 3 }),
  ),
})).value;
const Attributes = fc.dictionary(fc.constantFrom('name', 'size', 'tags', 'engine'), Value, { maxKeys: 4 });
const Actions = fc.constantFrom(
  ['create'],
  ['delete'],
  ['update'],
  ['delete', 'create'],
  ['create', 'delete'],
  ['forget'],
  ['no-op'],
  ['read'],
  ['odd'],
);
const Resources = fc
  .uniqueArray(
    fc.record({ name: fc.stringMatching(/^[a-z]{1,6}$/), actions: Actions, before: Attributes, after: Attributes }),
    {
      selector: ({ name }) => name,
      maxLength: 8,
    },
  )
  .map((all) =>
    all.map(({ name, actions, before, after }) => aResource(`aws_thing.${name}`, actions, {}, { before, after })),
  );

/** The same value with the members of its objects in another order. */
function turned(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(turned);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .toReversed()
      .map(([name, member]) => [name, turned(member)]),
  );
}

describe('two plans of the same code are one set', () => {
  test('in whatever order resources, members and units stand, and whenever they were made', () => {
    fc.assert(
      fc.property(Resources, Resources, fc.integer({ min: 0, max: 7 }), (a, b, cut) => {
        const one = digest({ unit: 'a', plan: aPlanJson(a) }, { unit: 'b', plan: aPlanJson(b) });
        const moved = [...a.slice(cut), ...a.slice(0, cut)].map(turned) as Json[];
        const later = {
          timestamp: '2027-01-01T00:00:00Z',
          terraform_version: '1.9.0',
          format_version: '1.3',
          prior_state: { values: { secret: 'x' } },
        };
        const other = digest(turned({ unit: 'b', plan: aPlanJson(b.toReversed(), later) }), {
          unit: 'a',
          plan: aPlanJson(moved, later),
        });
        expect(other).toBe(one);
      }),
    );
  });

  test('whatever was found in attributes that do not change', () => {
    const update = (etag: string) =>
      aResource('aws_thing.a', ['update'], {}, { before: { size: 1, etag }, after: { size: 2, etag } });
    expect(digest(aPlanJson([update('x')]))).toBe(digest(aPlanJson([update('y')])));
  });

  test('whatever was found in what only moves', () => {
    const move = (etag: string) =>
      aResource('aws_thing.a', ['no-op'], { previous_address: 'aws_thing.b' }, { before: { etag }, after: { etag } });
    expect(digest(aPlanJson([move('x')]))).toBe(digest(aPlanJson([move('y')])));
  });

  test('whatever was read, stays as it is or drifted', () => {
    const noise = [
      aResource('data.aws_ami.a', ['read'], { mode: 'data' }),
      aResource('aws_thing.b', ['no-op'], {}, { before: { x: 1 }, after: { x: 1 } }),
    ];
    const change = aResource('aws_thing.a', ['create'], {}, { after: { size: 1 } });
    expect(digest(aPlanJson([change, ...noise], { resource_drift: [aResource('aws_thing.b', ['update'])] }))).toBe(
      digest(aPlanJson([change])),
    );
  });
});

describe('another change is another set', () => {
  const create = (after: Json, more: Json = {}, address = 'aws_thing.a') =>
    aPlanJson([aResource(address, ['create'], {}, { after, ...more })]);

  test('where a planned value differs', () => {
    fc.assert(
      fc.property(Attributes, Attributes, (a, b) => {
        fc.pre(canonicalJson(a) !== canonicalJson(b));
        expect(digest(create(a))).not.toBe(digest(create(b)));
      }),
    );
  });

  test('where an action differs', () => {
    fc.assert(
      fc.property(Actions, Actions, (a, b) => {
        const inert = (actions: readonly string[]) => ['no-op', 'read'].includes(actions[0] ?? '');
        fc.pre(a.join() !== b.join() && !(inert(a) && inert(b)));
        const plan = (actions: readonly string[]) =>
          aPlanJson([aResource('aws_thing.a', actions, {}, { before: {}, after: { x: 1 } })]);
        expect(digest(plan(a))).not.toBe(digest(plan(b)));
      }),
    );
  });

  test('where an address, a unit, a former address, an import, a deposed object, an output or a side effect differs', () => {
    const one = aResource('aws_thing.a', ['no-op']);
    const all = [
      aPlanJson([]),
      create({}),
      create({}, {}, 'aws_thing.b'),
      { unit: 'a', plan: create({}) },
      { unit: 'b', plan: create({}) },
      aPlanJson([{ ...one, previous_address: 'aws_thing.x' }]),
      aPlanJson([{ ...one, previous_address: 'aws_thing.y' }]),
      aPlanJson([aResource('aws_thing.a', ['no-op'], {}, { importing: { id: '1' } })]),
      aPlanJson([aResource('aws_thing.a', ['no-op'], {}, { importing: { id: '2' } })]),
      aPlanJson([aResource('aws_thing.a', ['delete'])]),
      aPlanJson([aResource('aws_thing.a', ['delete'], { deposed: 'aa' })]),
      aPlanJson([], { output_changes: { a: { actions: ['create'], before: null, after: 1 } } }),
      aPlanJson([], { output_changes: { a: { actions: ['create'], before: null, after: 2 } } }),
      aPlanJson([], { action_invocations: [{ address: 'action.x.y', type: 'x' }] }),
    ];
    expect(new Set(all.map((document) => digest(document))).size).toBe(all.length);
  });

  test('where a value is known only later, or is written to look like that', () => {
    const values = [
      create({ id: null }),
      create({}, { after_unknown: { id: true } }),
      create({ id: ['unknown'] }),
      create({ id: ['sensitive'] }),
      create({ id: ['list'] }),
    ];
    expect(new Set(values.map((document) => digest(document))).size).toBe(values.length);
  });

  test('where whole numbers differ that JavaScript takes for the same', () => {
    const of = (n: string) => {
      const read = readUnits(Buffer.from(JSON.stringify(create({ n: '@' })).replace('"@"', n)));
      return read.ok ? planSet(read.units).digest : read.sentence;
    };
    const digests = ['9007199254740993', '9007199254740992', '"9007199254740993"', '9007199254740993.5'].map(of);
    expect(new Set(digests).size).toBe(4);
  });

  test('where an attribute begins to change, though it ends up the same', () => {
    const update = (before: Json) =>
      aPlanJson([aResource('aws_thing.a', ['update'], {}, { before, after: { x: 2, y: 2 } })]);
    expect(digest(update({ x: 1, y: 2 }))).not.toBe(digest(update({ x: 1, y: 1 })));
  });
});

describe('what is sensitive', () => {
  const secret = 'hunter2-in-clear';

  test.each([
    ['an attribute', { password: secret }, { password: true }],
    ['a part of a list', { users: [{ name: 'a', password: secret }] }, { users: [{ password: true }] }],
    ['everything', { a: secret, b: { c: secret } }, true],
  ])('is left out of the set: %s', (_, values, mask) => {
    for (const side of ['before_sensitive', 'after_sensitive'])
      for (const actions of [['create'], ['update'], ['delete', 'create']]) {
        const plan = (value: unknown) =>
          JSON.parse(
            JSON.stringify(
              aPlanJson([aResource('aws_thing.a', actions, {}, { before: { a: 1 }, after: values, [side]: mask })]),
            ).replaceAll(secret, String(value)),
          );
        expect(setOf(plan(secret))).not.toContain(secret);
        expect(digest(plan('one'))).toBe(digest(plan('two')));
      }
  });

  test('is not in the set of an output either', () => {
    const output = { actions: ['create'], before: null, after: secret, after_sensitive: true };
    expect(setOf(aPlanJson([], { output_changes: { token: output } }))).not.toContain(secret);
  });

  test('still says that it changes', () => {
    const update = (after: Json) =>
      aPlanJson([
        aResource('aws_thing.a', ['update'], {}, { before: { p: 'a', x: 1 }, after, after_sensitive: { p: true } }),
      ]);
    expect(digest(update({ p: 'b', x: 2 }))).not.toBe(digest(update({ p: 'a', x: 2 })));
  });
});
