import { z } from 'zod';
import { PolicyFile } from './policy-file.ts';

/** The JSON Schema (2020-12) of the policy file, for editors. It knows shapes and defaults; references are judged by `readPolicy` alone. */
export function policyJsonSchema(): Record<string, unknown> {
  const schema = z.toJSONSchema(PolicyFile, { io: 'input', unrepresentable: 'any' });
  return { ...schema, title: 'Policy of Gonogo (gonogo.yaml)' };
}
