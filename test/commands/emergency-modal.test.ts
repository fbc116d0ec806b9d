import { expect, test } from 'vitest';
import { draftFrom, emergencyModal, readEmergency } from '../../src/commands/emergency/emergency-modal.ts';
import { changeForm } from '../../src/commands/file-change/form.ts';
import { readValues, type PlainValues } from '../../src/slack/values.ts';
import { anOpenIncident, stoppedBy } from '../support/an-incident.ts';
import { aPolicy, aService, HOUR } from '../support/a-policy.ts';

const policy = aPolicy({ services: { web: aService(), 'core-db': aService({ name: 'Core database' }) } });

test('the typed line becomes the title, and the services it names are chosen', () => {
  expect(draftFrom('  Core database is down,\nweb answers 503 ', policy)).toMatchObject({
    title: 'Core database is down, web answers 503',
    services: ['web', 'core-db'],
  });
  expect(draftFrom('nothing works', policy).services).toEqual([]);
  expect(draftFrom('nothing works', aPolicy({ services: { web: aService() } })).services).toEqual(['web']);
});

test('a line longer than a title loses nothing: the whole of it is the description', () => {
  const long = `${'The disk is full. '.repeat(20)}end`;
  const { title, description } = draftFrom(long, policy);
  expect(title.length).toBeLessThanOrEqual(120);
  expect(description).toBe(long);
});

test('what is chosen and typed is an emergency; the texts nobody asked for are empty', () => {
  const text = (value: string | null) => ({ value: { type: 'plain_text_input', value } });
  const pick = (value: string) => ({ value: { type: 'static_select', selected_option: { value } } });
  const typed = {
    title: text('Disk full'),
    justification: pick('outage'),
    services: { value: { type: 'multi_static_select', selected_options: [{ value: 'web' }] } },
    emergencyRunbook: pick('-'),
    duration: text('2h'),
  };
  const { content, badDuration } = readEmergency(readValues(typed), policy);
  expect(badDuration).toBe(false);
  expect(content).toMatchObject({ kind: 'emergency', justification: 'outage', estimateMs: 2 * HOUR, reason: '' });
  expect(content).not.toHaveProperty('runbook');
  expect(readEmergency(readValues({ ...typed, duration: text('soon') }), policy).badDuration).toBe(true);
  expect(readEmergency(readValues({ ...typed, duration: text('0m') }), policy).badDuration).toBe(true);
});

test('the incident that the line names is chosen, else the only one on what it names; none where nobody says', () => {
  const core = anOpenIncident({ change: 'CHG-10', services: ['core-db'] });
  const open = stoppedBy(policy, anOpenIncident(), core);
  expect(draftFrom('chg-010 promote the replica', open)).toMatchObject({ incident: 'CHG-10', services: ['core-db'] });
  expect(draftFrom('web answers 503', open)).toMatchObject({ incident: 'CHG-9', services: ['web'] });
  expect(draftFrom('web and core-db are away', open).incident).toBe('');
  expect(draftFrom('CHG-7 is why nothing works', open)).toMatchObject({ incident: '', services: [] });
});

test('the modal asks for the incident where one is open, and what is chosen counts; else the title says it', () => {
  const open = stoppedBy(policy, anOpenIncident());
  const asked = (under: typeof policy) =>
    emergencyModal(under, draftFrom('web is down', under)).blocks.filter((b) => b.block_id === 'incident');
  expect(asked(policy)).toEqual([]);
  expect(asked(open)).toMatchObject([{ element: { initial_option: { value: 'CHG-9' } } }]);
  const title = { value: { type: 'plain_text_input', value: 'Mend CHG-009' } };
  const pick = (value: string) => ({ value: { type: 'static_select', selected_option: { value } } });
  const read = (values: object) => readEmergency(readValues({ title, ...values }), open).content.incident;
  expect(read({ incident: pick('CHG-9') })).toBe('CHG-9');
  expect(read({ incident: pick('-') })).toBeUndefined();
  expect(read({})).toBe('CHG-9');
});

test('the ordinary form asks the same of an emergency, and of nothing else', () => {
  const open = stoppedBy(policy, anOpenIncident());
  const drawn = (values: PlainValues, under = open) =>
    changeForm({ mode: 'file' }, values, { policy: under, patterns: {}, details: false }).blocks.filter(
      (b) => b.block_id === 'incident',
    );
  expect(drawn({ kind: 'emergency' })).toMatchObject([{ element: { initial_option: { value: '-' } } }]);
  expect(drawn({ kind: 'normal' })).toEqual([]);
  expect(drawn({ kind: 'emergency' }, policy)).toEqual([]);
  const over = drawn({ kind: 'emergency', incident: 'CHG-4' });
  expect(over).toMatchObject([
    { element: { initial_option: { value: 'CHG-4', text: { text: 'CHG-004, over already' } } } },
  ]);
});
