import type { Policy, Runbook, Service } from '../../src/change/policy.ts';

export const MINUTE = 60_000;
export const HOUR = 60 * MINUTE;
export const DAY = 24 * HOUR;

/** A runbook with every step, whose only parameter is the release. */
export function aRunbook(overrides: Partial<Runbook> = {}): Runbook {
  const health = { http: 'https://web.example.net/health', expect: { status: 200 } } as const;
  return {
    runsOn: 'default',
    lock: 'web',
    cwd: '/srv/runbooks/web',
    params: { release: { type: 'text', required: true, pattern: '^v\\d+\\.\\d+\\.\\d+$', maxLength: 40 } },
    env: [],
    secrets: [],
    destructive: true,
    preflight: [{ run: ['tofu', 'version'] }],
    backup: {
      run: ['./snapshot.sh'],
      estimateMs: HOUR,
      proof: { file: '/var/backups/web.snap', minBytes: 1000, maxAgeMs: 4 * HOUR },
      restoreTest: { run: ['./restore-test.sh'] },
      restore: {
        estimateMs: 30 * MINUTE,
        sources: [{ name: 'provider snapshot', limits: 'loses the last 4 hours' }, { name: 'SSD NAS' }],
      },
    },
    plan: { run: ['./plan.sh'], keep: [] },
    apply: { run: ['./apply.sh', '{{release}}'], timeoutMs: 2 * HOUR, quietMs: 15 * MINUTE },
    verifyEstimateMs: 10 * MINUTE,
    verify: [health],
    watch: { everyMs: MINUTE, passes: 3, checks: [health] },
    rollback: {
      automatic: false,
      infrastructure: { run: ['./apply-previous.sh'], estimateMs: 4 * MINUTE, measuredMs: 3 * MINUTE },
      application: { run: ['./previous-task.sh'], estimateMs: 2 * MINUTE, measuredMs: MINUTE },
    },
    digest: 'd1'.repeat(32),
    ...overrides,
  };
}

export function aService(overrides: Partial<Service> = {}): Service {
  return {
    name: 'Website',
    critical: false,
    environment: 'production',
    dependsOn: [],
    audience: { channels: ['C0MAINT'], people: [], emails: [], teams: [] },
    acceptableExtraTimeMs: 2 * HOUR,
    runbooks: ['web-release'],
    ...overrides,
  };
}

/**
 * A small policy in UTC, with the defaults of `examples/`, except that only high risk is reviewed. U0ADA requests and implements, U0BOB is infrastructure lead, U0CYD
 * validates (and is the lead's delegate), U0EVE is security, U0MGR management. Service `web` has the runbook `web-release`.
 */
export function aPolicy(overrides: Partial<Policy> = {}): Policy {
  const lead = { role: 'infrastructure-lead', need: 1 } as const;
  const none = { channels: [], people: [], emails: [], teams: [] };
  return {
    timezone: 'UTC',
    language: 'en',
    channels: { changes: 'C0CHANGES', incidents: 'C0INCIDENTS', operator: 'C0OPS' },
    roles: {
      'infrastructure-lead': { members: ['U0BOB'], delegates: ['U0CYD'] },
      management: { members: ['U0MGR'], delegates: [] },
      validator: { members: ['U0CYD'], delegates: [] },
      security: { members: ['U0EVE'], delegates: [] },
      implementer: { members: ['U0ADA'], delegates: [] },
    },
    owners: { infrastructure: 'implementer', testing: 'infrastructure-lead', documentation: 'implementer' },
    approvals: {
      standard: [],
      normal: [lead],
      high: [lead, { role: 'management', need: 1 }],
      emergency: [{ ...lead, within: { days: 3 } }],
    },
    reviews: { normal: [], high: ['technical', 'business', 'security'] },
    reviewers: { technical: 'infrastructure-lead', business: 'management', security: 'security' },
    overrides: lead,
    exceptions: { role: 'management', need: 1 },
    goNogo: { role: 'validator', need: 1, deadline: { days: 5 } },
    voting: {
      requester: false,
      editor: false,
      implementer: false,
      remindEveryMs: 8 * HOUR,
      quietHours: '19:00-08:00',
    },
    leads: {
      prepare: { days: 21 },
      preCheck: { days: 14 },
      goNogo: { days: 7 },
      announce: { days: 7 },
      remind: { days: 1 },
      decide: { ms: 30 * MINUTE },
      backupMarginMs: 15 * MINUTE,
      at: '09:00',
      shift: 'none',
    },
    workweek: { days: ['MO', 'TU', 'WE', 'TH', 'FR'], hours: '08:00-18:00' },
    watch: { shortMs: 15 * MINUTE, normalMs: 24 * HOUR, criticalMs: 72 * HOUR },
    incidents: { updateEveryMs: 30 * MINUTE },
    records: { quietMs: HOUR },
    retention: { backupsMs: 30 * DAY },
    mail: {},
    httpAllow: [],
    plans: { holdsData: ['aws_db_*'], critical: ['aws_vpc'], mocks: ['mock-*'] },
    patterns: '/srv/patterns',
    services: {
      web: aService(),
      'core-db': aService({ name: 'Core database', critical: true, audience: none, runbooks: [] }),
    },
    calendar: { freezes: [], avoid: [] },
    runbooks: { 'web-release': aRunbook() },
    ...overrides,
  };
}
