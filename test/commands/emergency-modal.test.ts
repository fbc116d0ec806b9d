import { expect, test } from 'vitest';
import { draftFrom, readEmergency } from '../../src/commands/emergency/emergency-modal.ts';
import { readValues } from '../../src/slack/values.ts';
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
  const { content, badDuration } = readEmergency(readValues(typed));
  expect(badDuration).toBe(false);
  expect(content).toMatchObject({ kind: 'emergency', justification: 'outage', estimateMs: 2 * HOUR, reason: '' });
  expect(content).not.toHaveProperty('runbook');
  expect(readEmergency(readValues({ ...typed, duration: text('soon') })).badDuration).toBe(true);
  expect(readEmergency(readValues({ ...typed, duration: text('0m') })).badDuration).toBe(true);
});
