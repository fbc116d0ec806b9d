import { globSync, readFileSync } from 'node:fs';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { format, resolveConfig } from 'prettier';
import { expect, test } from 'vitest';
import { parse } from 'yaml';
import { policyJsonSchema } from '../../src/policy/json-schema.ts';

const FILE = new URL('../../docs/policy.schema.json', import.meta.url).pathname;
const ajv = new Ajv2020({ strict: false, formats: { email: true, date: true } });

test('docs/policy.schema.json is the schema of the policy file (vitest -u writes it)', async () => {
  const text = await format(JSON.stringify(policyJsonSchema()), { ...(await resolveConfig(FILE)), filepath: FILE });
  await expect(text).toMatchFileSnapshot(FILE);
});

const EXAMPLES = new URL('../../examples/', import.meta.url);
const POLICIES = globSync('{,runbooks/}*.yaml', { cwd: EXAMPLES });

test.each(POLICIES)('an editor finds no fault in examples/%s', (name) => {
  const example: unknown = parse(readFileSync(new URL(name, EXAMPLES), 'utf8'));
  const validate = ajv.compile(policyJsonSchema());
  validate(example);
  expect(validate.errors).toBeNull();
});

test('an editor marks an unknown key', () => {
  expect(ajv.validate(policyJsonSchema(), { timezone: 'UTC', channel: {} })).toBe(false);
});
