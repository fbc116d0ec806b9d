import { readFileSync } from 'node:fs';
import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parse, parseDocument, stringify } from 'yaml';
import { emptyPolicy } from '../../src/policy/empty-policy.ts';
import { BASE, policyOf, read, REQUIRED } from './a-policy.ts';

const example = (name: string): string => readFileSync(new URL(`../../examples/${name}`, import.meta.url), 'utf8');

const web = (body: string) => policyOf(`${REQUIRED}runbooks:\n  web: ${body}\n`).runbooks['web'];

describe('defaults', () => {
  test('what a policy leaves out is as the full example says', () => {
    const full = policyOf(example('gonogo.yaml'));
    const { roles: _roles, services, calendar, runbooks, mail, ...rest } = policyOf(example('minimal.yaml'));
    expect(full).toMatchObject(rest);
    expect([services, runbooks]).toEqual([{}, {}]);
    expect(calendar).toEqual({ freezes: [], avoid: [], holidays: [] });
    expect(mail).toEqual({});
  });

  test('types of resources that a team adds stand beside those shipped; its mock values in place of them', () => {
    const { plans } = policyOf(`${REQUIRED}plans: { holdsData: [my_db_*], mocks: [stub-*] }\n`);
    expect(plans.holdsData).toEqual(expect.arrayContaining(['aws_db_instance', 'my_db_*']));
    expect(plans.critical).toContain('aws_vpc');
    expect(plans.mocks).toEqual(['stub-*']);
  });

  test('a section with one key keeps the defaults of the others', () => {
    const policy = policyOf(
      `${REQUIRED}leads: { decide: 45s }\ngoNogo: { deadline: 2d }\napprovals: { normal: [{ role: management }] }\n`,
    );
    expect(policy.leads).toMatchObject({ decide: { ms: 45_000 }, goNogo: { days: 7 }, backupMarginMs: 900_000 });
    expect(policy.goNogo).toEqual({ role: 'validator', need: 1, deadline: { days: 2 } });
    expect(policy.approvals).toMatchObject({
      normal: [{ role: 'management', need: 1 }],
      emergency: [{ within: { days: 3 } }],
    });
  });

  test('the items of a checklist have an owner in every policy, by the words of the patterns and those of the team', () => {
    expect(policyOf(`${REQUIRED}owners: { testing: security, office: management }\n`).owners).toEqual({
      infrastructure: 'implementer',
      testing: 'security',
      documentation: 'implementer',
      office: 'management',
    });
    const withoutLead = REQUIRED.replace(/^ {2}infrastructure-lead.*\n/m, '');
    const others = 'approvals: { normal: [], high: [], emergency: [] }\nreviews: { normal: [], high: [] }\n';
    expect(policyOf(`${withoutLead}${others}`).owners['testing']).toBe('validator');
  });

  test('a bot without a policy file has a policy in which nobody holds a role', () => {
    expect(emptyPolicy()).toMatchObject({
      roles: {},
      services: {},
      channels: { changes: '' },
      voting: { requester: false },
    });
  });
});

describe('durations and paths', () => {
  test('days are calendar days in leads and 24 hours in retention', () => {
    const { leads, retention } = policyOf(
      `${REQUIRED}leads: { remind: 1d, announce: 36h }\nretention: { backups: 30d }\n`,
    );
    expect(leads).toMatchObject({ remind: { days: 1 }, announce: { ms: 36 * 3_600_000 } });
    expect(retention.backupsMs).toBe(30 * 24 * 3_600_000);
  });

  test('paths are resolved against the folder of the policy, and a proof against the folder of its runbook', () => {
    const runbook =
      'runbooks: { web: { cwd: ./run/web, backup: { run: [./save], estimate: 1h, proof: { file: out/dump } } } }\n';
    const { runbooks, patterns } = policyOf(REQUIRED + runbook);
    expect(runbooks['web']?.cwd).toBe(`${BASE}/run/web`);
    expect(runbooks['web']?.backup?.proof?.file).toBe(`${BASE}/run/web/out/dump`);
    expect(patterns).toBe(`${BASE}/patterns`);
  });
});

describe('runbooks', () => {
  test('a runbook without plan JSON is destructive unless it says otherwise', () => {
    expect(web('{ plan: { run: [tofu, plan] } }')?.destructive).toBe(true);
    expect(web('{ plan: { run: [tofu, plan] }, destructive: false }')?.destructive).toBe(false);
    expect(web('{ plan: { run: [tofu, plan], json: { run: [tofu, show] } } }')?.destructive).toBe(false);
    expect(web('{ plan: { run: [tofu, plan], json: { run: [tofu, show] } }, destructive: true }')?.destructive).toBe(
      true,
    );
  });

  test('the digest changes with the runbook and not with how its file is laid out or where it lies', () => {
    const one = web('{ lock: web, apply: { run: [make, up] } }')?.digest;
    expect(one).toMatch(/^[0-9a-f]{64}$/);
    expect(web('\n    apply: # the work\n      run:\n        - make\n        - up\n    lock: "web"')?.digest).toBe(one);
    expect(web('{ lock: web, apply: { run: [make, down] } }')?.digest).not.toBe(one);
  });

  test('a check without an expectation wants 200, and restoring lasts as long as the backup', () => {
    const runbook = web('{ verify: [{ http: "http://127.0.0.1:8080/up" }], backup: { run: [./save], estimate: 20m } }');
    expect(runbook?.verify).toEqual([{ http: 'http://127.0.0.1:8080/up', expect: { status: 200 } }]);
    expect(runbook?.backup?.restore).toEqual({ estimateMs: 1_200_000, sources: [] });
  });

  test('a source to restore from is a name, or a name with what is lost by it', () => {
    const sources = '[{ name: provider snapshot, limits: loses the last 4 hours }, SSD NAS]';
    const runbook = web(`{ backup: { run: [./save], estimate: 1h, restore: { estimate: 1h, sources: ${sources} } } }`);
    expect(runbook?.backup?.restore.sources).toEqual([
      { name: 'provider snapshot', limits: 'loses the last 4 hours' },
      { name: 'SSD NAS' },
    ]);
  });

  test('every check comes with its defaults, and its times in ms', () => {
    const checks = [
      "{ http: 'https://a.example/', expect: { within: 800ms, certificate: 14d, headers: { x: { contains: y } } } }",
      "{ tcp: { address: '[fd00::5]:5432' } }",
      '{ tcp: { address: db.example.net:5432, within: 2s } }',
      '{ dns: { name: api.example.net, values: [192.0.2.1] } }',
      "{ log: { file: logs/app.log, pattern: 'took \\d{4,} ms' } }",
      "{ prometheus: { url: 'http://10.0.0.9:9090', query: 'sum(up{job=\"web\"})', atMost: 1.2x } }",
    ];
    expect(web(`{ apply: { run: [x] }, verify: [${checks.join(', ')}] }`)?.verify).toEqual([
      {
        http: 'https://a.example/',
        expect: { withinMs: 800, certificateMs: 14 * 24 * 3_600_000, headers: { x: { contains: 'y' } } },
      },
      { tcp: { host: '[fd00::5]', port: 5432, withinMs: 5000 } },
      { tcp: { host: 'db.example.net', port: 5432, withinMs: 2000 } },
      { dns: { name: 'api.example.net', record: 'A', values: ['192.0.2.1'] } },
      { log: { file: 'logs/app.log', finds: { pattern: 'took \\d{4,} ms' }, atMost: 0, since: 'step' } },
      { prometheus: { url: 'http://10.0.0.9:9090', query: 'sum(up{job="web"})', limit: { atMostTimes: 1.2 } } },
    ]);
  });

  test('what a worker needs is said in names, versions and bytes', () => {
    const checks = [
      "{ tool: { run: [tofu, version], version: '>=1.6 <2' } }",
      '{ env: AWS_PROFILE }',
      '{ disk: { free: 5GB } }',
      '{ disk: { path: /var/backups, free: 500MB } }',
      '{ git: clean }',
    ];
    expect(web(`{ env: [AWS_PROFILE], preflight: [${checks.join(', ')}] }`)?.preflight).toEqual([
      { tool: { run: ['tofu', 'version'], version: '>=1.6 <2' } },
      { env: 'AWS_PROFILE' },
      { disk: { path: '.', freeBytes: 5_000_000_000 } },
      { disk: { path: '/var/backups', freeBytes: 500_000_000 } },
      { git: 'clean' },
    ]);
  });

  test('the braces of a Go template are literal text', () => {
    expect(web("{ apply: { run: [docker, ps, --format, '{{.Names}}'] } }")?.apply?.run.at(-1)).toBe('{{.Names}}');
  });
});

test('an untrusted name finds nothing in the maps of a policy', () => {
  const { roles, services, runbooks } = policyOf(REQUIRED);
  expect([roles['constructor'], services['toString'], runbooks['__proto__']]).toEqual([
    undefined,
    undefined,
    undefined,
  ]);
});

test('a default may name a missing role where nothing depends on it', () => {
  const roles = 'roles: { lead: { members: [U0BOB] }, implementer: { members: [U0ADA] } }';
  const asks = 'approvals: { normal: [{ role: lead }], high: [{ role: lead }], emergency: [{ role: lead }] }';
  const rest =
    'reviews: { normal: [technical], high: [technical] }\nreviewers: { technical: lead }\ngoNogo: { role: lead }';
  const text = `timezone: UTC\nchannels: { changes: C01, incidents: C02, operator: C03 }\n${roles}\n${asks}\n${rest}\n`;
  expect(policyOf(text).exceptions.role).toBe('management');
});

describe('the same policy, however it is written', () => {
  const name = fc.stringMatching(/^[a-z][a-z0-9-]{0,8}$/);
  const span = fc.constantFrom('90s', '30m', '2h30m', '24h');
  const user = fc.stringMatching(/^U[A-Z0-9]{2,8}$/);
  const argv = fc
    .array(
      fc.stringMatching(/^[ -~]{1,12}$/).filter((text) => !text.includes('{{')),
      { minLength: 1, maxLength: 4 },
    )
    .filter(([program = '']) => !program.endsWith('sh'));
  const policies = fc.record({
    timezone: fc.constantFrom('Europe/Zurich', 'UTC', 'America/New_York'),
    channels: fc.constant({ changes: 'C0A', incidents: 'C0B', operator: 'C0C' }),
    roles: fc
      .dictionary(name, fc.record({ members: fc.array(user, { maxLength: 3 }) }), { maxKeys: 3 })
      .map((roles) => ({
        ...roles,
        ...parse(REQUIRED).roles,
      })),
    leads: fc.record({ remind: fc.constantFrom('1d', '30s'), decide: span }, { requiredKeys: [] }),
    services: fc.dictionary(
      name,
      fc.record({ critical: fc.boolean(), acceptableExtraTime: span }, { requiredKeys: [] }),
      { maxKeys: 4 },
    ),
    runbooks: fc.dictionary(name, fc.record({ apply: fc.record({ run: argv, timeout: span }), verifyEstimate: span }), {
      maxKeys: 3,
    }),
  });

  test('a policy that is written out and read again is equal', () => {
    fc.assert(
      fc.property(policies, (raw) => {
        const policy = policyOf(JSON.stringify(raw));
        expect(policyOf(stringify(raw))).toEqual(policy);
        expect(policyOf(parseDocument(stringify(raw)).toString({ indent: 4, flowCollectionPadding: false }))).toEqual(
          policy,
        );
      }),
      { numRuns: 80 },
    );
  });

  test('any text at all is read or refused, never thrown at', () => {
    const nasty = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.json(),
      fc.stringMatching(/^[[\]{}:&*!|>'"%@`#,? \n\t-]*$/),
    );
    fc.assert(
      fc.property(nasty, (text) => {
        expect(read(text).ok).toBe(false);
      }),
      { numRuns: 200 },
    );
  });
});
