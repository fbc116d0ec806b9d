import { describe, expect, test } from 'vitest';
import { isBroken, sayProblem } from '../../src/policy/problem.ts';
import { BASE, read, REQUIRED } from './a-policy.ts';

function problemsOf(text: string): string[] {
  const reading = read(text);
  return reading.ok ? [] : reading.problems.map(sayProblem);
}

describe('one problem below the required sections', () => {
  test.each([
    [
      'approvals: { normal: [{ role: infrastructure-lead, need: two }] }',
      'gonogo.yaml:9 approvals.normal[0].need: got "two"; expected a number from 1, all or any',
    ],
    [
      'approvals: { normal: [{ role: management, need: 0 }] }',
      'gonogo.yaml:9 approvals.normal[0].need: got 0; expected a number from 1, all or any',
    ],
    ['approvals:\n  hgih: []', 'gonogo.yaml:10 approvals.hgih: unknown key; expected high, perhaps'],
    ['aprovals: {}', 'gonogo.yaml:9 aprovals: unknown key; expected approvals, perhaps'],
    [
      'approvals: { normal: [{ role: managment }] }',
      'gonogo.yaml:9 approvals.normal[0].role: got "managment"; expected a role defined under roles (management, perhaps)',
    ],
    [
      'approvals: { normal: [{ role: management }, { role: management }] }',
      'gonogo.yaml:9 approvals.normal: got [{"role":"management"},{"role":"management"}]; expected each role once',
    ],
    [
      'approvals: { normal: [{ role: management, within: 3d }] }',
      'gonogo.yaml:9 approvals.normal[0].within: unknown key; expected one of role, need',
    ],
    [
      'goNogo: { role: nobody }',
      'gonogo.yaml:9 goNogo.role: got "nobody"; expected a role defined under roles (infrastructure-lead, management, validator, security or implementer)',
    ],
    [
      'reviewers: { security: chief }',
      'gonogo.yaml:9 reviewers.security: got "chief"; expected a role defined under roles (infrastructure-lead, management, validator, security or implementer)',
    ],
    [
      'reviews: { normal: [tecnical] }',
      'gonogo.yaml:9 reviews.normal[0]: got "tecnical"; expected technical, business or security',
    ],
    [
      'owners: { testing: tester }',
      'gonogo.yaml:9 owners.testing: got "tester"; expected a role defined under roles (infrastructure-lead, management, validator, security or implementer)',
    ],
    ['language: de', 'gonogo.yaml:9 language: got "de"; expected en or fr'],
    ['voting:\n', 'gonogo.yaml:9 voting: got nothing; expected a map of keys and values'],
    ['voting: { requester: yes }', 'gonogo.yaml:9 voting.requester: got "yes"; expected true or false'],
    [
      "voting: { quietHours: '19-8' }",
      'gonogo.yaml:9 voting.quietHours: got "19-8"; expected two times of day such as \'19:00-08:00\'',
    ],
    ["leads: { at: '24:00' }", 'gonogo.yaml:9 leads.at: got "24:00"; expected a time of day such as \'09:00\''],
    [
      'leads: { announce: 1d12h }',
      'gonogo.yaml:9 leads.announce: got "1d12h"; expected a duration such as 30m, 2h30m or 7d (calendar days)',
    ],
    [
      'watch: { normal: 1d }',
      'gonogo.yaml:9 watch.normal: got "1d"; expected an exact duration such as 90s, 30m or 2h30m (24h, not 1d)',
    ],
    [
      "plans: { holdsData: ['*'] }",
      'gonogo.yaml:9 plans.holdsData[0]: got "*"; expected a type of resource such as aws_db_instance, or its beginning with a * behind it',
    ],
    ['mail: { from: me }', 'gonogo.yaml:9 mail.from: got "me"; expected an e-mail address'],
    [
      'httpAllow: [10.0.0.0/8, 10.0.0.0/33]',
      'gonogo.yaml:9 httpAllow[1]: got "10.0.0.0/33"; expected a range of addresses such as 127.0.0.1/32 or fd00::/8',
    ],
    [
      'calendar: { freezes: [{ name: Ice, from: 2026-02-30, to: 2026-03-01 }] }',
      'gonogo.yaml:9 calendar.freezes[0].from: got "2026-02-30"; expected a date that exists, such as 2026-12-20',
    ],
    [
      'calendar: { freezes: [{ name: Ice, from: 2026-03-01, to: 2026-03-01 }] }',
      'gonogo.yaml:9 calendar.freezes[0].to: got "2026-03-01"; expected a date after `from` (the day after the last one)',
    ],
    [
      "calendar: { avoid: [{ name: Ice, rrule: 'every friday', at: '12:00', for: 1h }] }",
      'gonogo.yaml:9 calendar.avoid[0].rrule: got "every friday"; expected a recurrence such as FREQ=WEEKLY;BYDAY=FR',
    ],
    [
      'calendar: { holidays: [{ file: holidays.yaml }] }',
      'gonogo.yaml:9 calendar.holidays[0].file: got "holidays.yaml"; expected the path of a calendar of holidays such as ./holidays.ics',
    ],
    [
      'calendar: { holidays: [{ file: ch.ics, as: party }] }',
      'gonogo.yaml:9 calendar.holidays[0].as: got "party"; expected dayOff, avoid, soft or hard',
    ],
    ['leads: { shift: after }', 'gonogo.yaml:9 leads.shift: got "after"; expected none or before'],
    [
      'workweek: { days: [MO, MO] }',
      'gonogo.yaml:9 workweek.days: got ["MO","MO"]; expected days such as [MO, TU, WE, TH, FR], each once',
    ],
    [
      'workweek: { days: [] }',
      'gonogo.yaml:9 workweek.days: got []; expected days such as [MO, TU, WE, TH, FR], each once',
    ],
    [
      "workweek: { hours: '08:00-08:00' }",
      'gonogo.yaml:9 workweek.hours: got "08:00-08:00"; expected two different times of day such as \'03:00-06:00\'',
    ],
  ])('%s', (section, problem) => {
    expect(problemsOf(`${REQUIRED}${section}\n`)).toEqual([problem]);
  });
});

describe('services', () => {
  test.each([
    [
      'web: { runbooks: [web] }',
      'gonogo.yaml:10 services.web.runbooks[0]: got "web"; expected a runbook defined under runbooks (there is none)',
    ],
    [
      'web: { dependsOn: [wbe] }',
      'gonogo.yaml:10 services.web.dependsOn[0]: got "wbe"; expected a service defined under services (web)',
    ],
    [
      'web: { promotesFrom: staging }',
      'gonogo.yaml:10 services.web.promotesFrom: got "staging"; expected a service defined under services (web)',
    ],
    [
      'web: { dependsOn: [db] }\n  db: { dependsOn: [disk] }\n  disk: { dependsOn: [db] }',
      'gonogo.yaml:11 services.db.dependsOn: goes round in a circle: db → disk → db; expected it to end',
    ],
    [
      'web: { promotesFrom: web }',
      'gonogo.yaml:10 services.web.promotesFrom: goes round in a circle: web → web; expected it to end',
    ],
    [
      "web: { audience: { channels: ['#web'] } }",
      'gonogo.yaml:10 services.web.audience.channels[0]: got "#web"; expected the id of a channel such as C0CHANGES (not its name)',
    ],
    [
      'web: { audience: { teams: ["https://example.net/hook"] } }',
      'gonogo.yaml:10 services.web.audience.teams[0]: got "https://example.net/hook"; expected the name of an environment variable such as AWS_PROFILE',
    ],
    [
      "web: { lowUsage: '03:00-03:00' }",
      'gonogo.yaml:10 services.web.lowUsage: got "03:00-03:00"; expected two different times of day such as \'03:00-06:00\'',
    ],
    [
      'my web: {}',
      'gonogo.yaml:10 services.my web: got "my web"; expected a name of letters, digits, dots, dashes and underscores, up to 63',
    ],
  ])('%s', (service, problem) => {
    expect(problemsOf(`${REQUIRED}services:\n  ${service}\n`)).toEqual([problem]);
  });
});

describe('runbooks', () => {
  test.each([
    ['apply: { run: tofu plan }', '.apply.run: got "tofu plan"; expected a list: [tofu, plan]'],
    [
      "apply: { run: [bash, -ec, 'x'] }",
      '.apply.run: got ["bash","-ec","x"]; expected a program and its arguments, not a shell line, which would run what a person typed: put it in a script and run that',
    ],
    ["apply: { run: [make, ''] }", '.apply.run[1]: got ""; expected an argument that is not empty'],
    ['apply: { run: [sleep, 5] }', ".apply.run[1]: got 5; expected text (a number or true goes in quotes: '5')"],
    [
      "apply: { run: [make, '{{release}}'] }",
      '.apply.run[1]: got "release"; expected a parameter defined under runbooks.web.params (there is none)',
    ],
    [
      "apply: { run: [make, '{{previousRelease}}'] }, rollback: { application: { run: [make, '{{previousCommit}}'] } }",
      '.apply.run[1]: got "previousRelease"; expected a parameter defined under runbooks.web.params (there is none)',
    ],
    [
      "rollback: { pointOfNoReturn: '{{a}}' }",
      '.rollback.pointOfNoReturn: got "{{a}}"; expected no parameter here: they are filled in only in arguments and addresses',
    ],
    [
      "params: { a: {} }, apply: { run: ['./{{a}}'] }",
      '.apply.run[0]: got "./{{a}}"; expected a fixed program: a parameter never chooses what runs',
    ],
    [
      "params: { a: {} }, apply: { run: [make, '{{ a }}'] }",
      '.apply.run[1]: got "{{ a }}"; expected no spaces inside the braces: {{param}}',
    ],
    [
      "params: { a: {} }, cwd: 'run/{{a}}'",
      '.cwd: got "run/{{a}}"; expected no parameter here: they are filled in only in arguments and addresses',
    ],
    [
      "params: { a: {} }, verify: [{ http: 'https://{{a}}/up' }]",
      '.verify[0].http: got "https://{{a}}/up"; expected an http:// or https:// address, without a password, {{param}} only after the host',
    ],
    [
      "verify: [{ http: 'https://me:secret@example.net/' }]",
      '.verify[0].http: got "https://me:secret@example.net/"; expected an http:// or https:// address, without a password, {{param}} only after the host',
    ],
    [
      "verify: [{ http: 'file:///etc/passwd' }]",
      '.verify[0].http: got "file:///etc/passwd"; expected an http:// or https:// address, without a password, {{param}} only after the host',
    ],
    [
      "verify: [{ http: 'http://a/', expect: {} }]",
      '.verify[0].expect: got {}; expected status, headers, json, within or certificate',
    ],
    [
      'verify: [{}]',
      '.verify[0]: got {}; expected one of run, http (with expect), tcp, dns, log, prometheus, tool, env, disk and git',
    ],
    [
      "verify: [{ run: [x], tcp: { address: 'db:1' } }]",
      '.verify[0]: got {"run":["x"],"tcp":{"address":"db:1"}}; expected one of run, http (with expect), tcp, dns, log, prometheus, tool, env, disk and git',
    ],
    [
      "preflight: [{ tool: { run: [tofu, version], version: '1.6' } }]",
      ".preflight[0].tool.version: got \"1.6\"; expected bounds such as '>=1.6' or '>=1.6 <2'",
    ],
    ['preflight: [{ disk: { free: 5 } }]', '.preflight[0].disk.free: got 5; expected an amount such as 500MB or 5GB'],
    ['preflight: [{ git: dirty }]', '.preflight[0].git: got "dirty"; expected clean or pinned'],
    [
      'env: [A_NAME], preflight: [{ env: B_NAME }]',
      '.preflight[0].env: got "B_NAME"; expected a name defined under env (A_NAME, perhaps)',
    ],
    [
      'verify: [{ run: [x], expect: { status: 200 } }]',
      '.verify[0]: got {"run":["x"],"expect":{"status":200}}; expected expect only beside http',
    ],
    [
      "verify: [{ http: 'http://a/', expect: { certificate: 14d } }]",
      '.verify[0]: got {"http":"http://a/","expect":{"certificate":"14d"}}; expected https, for a certificate',
    ],
    [
      "verify: [{ http: 'http://a/', expect: { within: 1m } }]",
      '.verify[0].expect.within: got "1m"; expected a short time such as 800ms or 2s',
    ],
    [
      "verify: [{ http: 'http://a/', expect: { headers: { 'x y': z } } }]",
      '.verify[0].expect.headers.x y: got "x y"; expected the name of a header such as content-type',
    ],
    [
      "verify: [{ http: 'http://a/', expect: { headers: { x: 1 } } }]",
      '.verify[0].expect.headers.x: got 1; expected text, or { contains: text }',
    ],
    [
      'verify: [{ tcp: { address: db } }]',
      '.verify[0].tcp.address: got "db"; expected a host and a port such as db.example.net:5432',
    ],
    [
      "verify: [{ tcp: { address: 'db:70000' } }]",
      '.verify[0].tcp.address: got "db:70000"; expected a port from 1 to 65535',
    ],
    [
      "params: { a: {} }, verify: [{ run: [x, '{{a}}'] }, { tcp: { address: '{{a}}:80' } }]",
      '.verify[1].tcp.address: got "{{a}}:80"; expected a host and a port such as db.example.net:5432',
    ],
    ['verify: [{ dns: { name: a.b, values: [] } }]', '.verify[0].dns.values: got []; expected at least 1 in the list'],
    [
      'verify: [{ dns: { name: a.b, record: MX, values: [x] } }]',
      '.verify[0].dns.record: got "MX"; expected A, AAAA, CNAME or TXT',
    ],
    [
      'verify: [{ dns: { name: a.b, values: [x], server: ns.example.net } }]',
      '.verify[0].dns.server: got "ns.example.net"; expected the address of a name server such as 10.0.0.53 or 10.0.0.53:5353',
    ],
    [
      'verify: [{ log: { file: ../x.log, fragment: E } }]',
      '.verify[0].log.file: got "../x.log"; expected a file inside the folder of the runbook, such as plan.bin',
    ],
    [
      'verify: [{ log: { file: x.log } }]',
      '.verify[0].log: got {"file":"x.log"}; expected either a fragment or a pattern',
    ],
    [
      "verify: [{ log: { file: x.log, pattern: '(a+)+b' } }]",
      '.verify[0].log.pattern: got "(a+)+b"; expected a pattern without repetitions inside repetitions that match the same text, such as (a+)+, and with at most one * or + that matches anything',
    ],
    [
      'verify: [{ log: { file: x.log, fragment: E, since: apply } }]',
      '.verify[0].log.since: got "apply"; expected an apply in this runbook, before which to look',
    ],
    [
      'apply: { run: [x] }, preflight: [{ log: { file: x.log, fragment: E, since: apply } }]',
      '.preflight[0].log.since: got "apply"; expected no comparison with what was before the apply: a preflight comes before it',
    ],
    [
      'watch: { checks: [{ run: [./check.sh] }], long: { every: 90s } }',
      '.watch.long.every: got "90s"; expected an exact duration of at least 5m, such as 30m or 1h',
    ],
    [
      "watch: { checks: [{ prometheus: { url: 'http://a', query: up, atMost: 1.2x } }] }",
      '.watch.checks[0].prometheus.atMost: got "1.2x"; expected an apply in this runbook, before which to look',
    ],
    [
      "apply: { run: [x] }, verify: [{ prometheus: { url: 'http://a', query: up, atMost: 1.2 } }]",
      '.verify[0].prometheus.atMost: got 1.2; expected a ratio such as 1.2x',
    ],
    [
      "verify: [{ prometheus: { url: 'http://a', query: up } }]",
      '.verify[0].prometheus: got {"url":"http://a","query":"up"}; expected one of below, above and atMost',
    ],
    [
      "env: [TOKEN], verify: [{ prometheus: { url: 'https://a', query: up, below: 1, token: TOKEN } }]",
      '.verify[0].prometheus.token: got "TOKEN"; expected a name defined under secrets (there is none)',
    ],
    [
      "env: [TOKEN], secrets: [TOKEN], verify: [{ prometheus: { url: 'http://a', query: up, below: 1, token: TOKEN } }]",
      '.verify[0].prometheus: got {"url":"http://a","query":"up","below":1,"token":"TOKEN"}; expected an https:// address, for a token',
    ],
    [
      "params: { a: {} }, verify: [{ run: [x, '{{a}}'] }, { prometheus: { url: 'http://a', query: 'up{{a}}', below: 1 } }]",
      '.verify[1].prometheus.query: got "up{{a}}"; expected no parameter here: they are filled in only in arguments and addresses',
    ],
    ['cwd: ../other', `.cwd: got "../other"; expected a folder inside the policy's own, ${BASE}`],
    ['cwd: /etc', `.cwd: got "/etc"; expected a folder inside the policy's own, ${BASE}`],
    ['env: [PATH], secrets: [TOKEN]', '.secrets[0]: got "TOKEN"; expected a name defined under env (PATH)'],
    ['env: [path]', '.env[0]: got "path"; expected the name of an environment variable such as AWS_PROFILE'],
    [
      "params: { a: { pattern: 'v1' } }",
      '.params.a.pattern: got "v1"; expected a pattern that covers the whole value: ^…$, alternatives in a group',
    ],
    [
      "params: { a: { pattern: '^(a+)+$' } }",
      '.params.a.pattern: got "^(a+)+$"; expected a pattern without repetitions inside repetitions that match the same text, such as (a+)+',
    ],
    ['params: { a: { type: chioce } }', '.params.a.type: got "chioce"; expected text, choice or number'],
    ['params: { a: { type: number, min: 3, max: 1 } }', '.params.a.max: got 1; expected a number not below `min`'],
    [
      'plan: { run: [x], keep: [../p] }',
      '.plan.keep[0]: got "../p"; expected a file inside the folder of the runbook, such as plan.bin',
    ],
    ['rollback: { automatc: true }', '.rollback.automatc: unknown key; expected automatic, perhaps'],
    [
      'backup: { run: [x] }',
      '.backup.estimate: is missing; expected an exact duration such as 90s, 30m or 2h30m (24h, not 1d)',
    ],
  ])('%s', (body, problem) => {
    expect(problemsOf(`${REQUIRED}runbooks:\n  web: { ${body} }\n`)).toEqual([`gonogo.yaml:10 runbooks.web${problem}`]);
  });
});

describe('the file as a whole', () => {
  test('every required section is named at once', () => {
    expect(problemsOf('language: fr\n')).toEqual([
      'gonogo.yaml:1 timezone: is missing; expected an IANA time zone such as Europe/Zurich',
      'gonogo.yaml:1 channels: is missing; expected a map of keys and values',
      'gonogo.yaml:1 roles: is missing; expected a map of names and values',
    ]);
  });

  test.each([
    ['an empty file', '', 'gonogo.yaml:1 got nothing; expected a map of keys and values'],
    ['a list', '- a\n', 'gonogo.yaml:1 got ["a"]; expected a map of keys and values'],
    ['a tab', 'a:\n\tb: 1\n', 'gonogo.yaml:2 a tab is used to indent; expected spaces'],
    ['an open quote', 'a: "\n', 'gonogo.yaml:2 this is not YAML: Missing closing "quote'],
    ['a second document', `${REQUIRED}---\na: 1\n`, 'gonogo.yaml:9 a second document begins here; expected one'],
    ['a tag', `${REQUIRED}language: !!js x\n`, 'gonogo.yaml:9 this is not YAML: Unresolved tag: tag:yaml.org,2002:js'],
    [
      'a key written twice',
      `${REQUIRED}language: en\nlanguage: fr\n`,
      'gonogo.yaml:10 this key is written twice; expected it once',
    ],
    [
      'a large file',
      `${REQUIRED}#${' '.repeat(1024 * 1024)}`,
      'gonogo.yaml:1 the file is larger than 1 MiB; expected a policy',
    ],
    [
      'aliases that multiply',
      `a: &a [x]\nb: &b [${'*a, '.repeat(20)}]\nc: &c [${'*b, '.repeat(20)}]\nd: [${'*c, '.repeat(20)}]\n`,
      'gonogo.yaml:1 aliases are resolved more than 100 times; expected the values written out',
    ],
    [
      'an alias of itself',
      `${REQUIRED}runbooks: { web: { preflight: &a [*a] } }\n`,
      'gonogo.yaml:1 the file is nested too deeply or refers to itself; expected a policy',
    ],
  ])('%s', (_name, text, problem) => {
    expect(problemsOf(text)).toEqual([problem]);
  });

  test('a text built to exhaust the parser is refused in one sentence', () => {
    expect(problemsOf('['.repeat(20_000))).toHaveLength(1);
    expect(problemsOf(`runbooks: ${'{ a: '.repeat(20_000)}`)).toHaveLength(1);
  });

  test('broken references are found although another part is misshapen, in the order of the file', () => {
    const text = `${REQUIRED}language: de\nservices: { web: { dependsOn: [db] } }\nrunbooks: { web: { cwd: .. } }\n`;
    expect(problemsOf(text).map((line) => line.split(' ').slice(0, 2))).toEqual([
      ['gonogo.yaml:9', 'language:'],
      ['gonogo.yaml:10', 'services.web.dependsOn[0]:'],
      ['gonogo.yaml:11', 'runbooks.web.cwd:'],
    ]);
  });

  test('a role that only defaults name is asked for with what needs it', () => {
    const text =
      'timezone: UTC\nchannels: { changes: C01, incidents: C02, operator: C03 }\nroles:\n  infrastructure-lead: { members: [U01] }\n';
    expect(problemsOf(text)).toEqual([
      'gonogo.yaml:3 roles: has no management, which approvals.high and reviewers.business name by default; expected the role management here, or another one named there',
      'gonogo.yaml:3 roles: has no security, which reviewers.security names by default; expected the role security here, or another one named there',
      'gonogo.yaml:3 roles: has no validator, which goNogo names by default; expected the role validator here, or another one named there',
      'gonogo.yaml:3 roles: has no implementer; expected the role implementer, whose holders may start a change',
    ]);
  });

  test('a column points at the value', () => {
    const reading = read(`${REQUIRED}mail: { from: me }\n`);
    expect(reading).toMatchObject({
      ok: false,
      problems: [{ file: 'gonogo.yaml', line: 9, column: 15, path: 'mail.from' }],
    });
  });
});

test.each([
  ['runbooks.web.apply.run', 'runbooks.web', true],
  ['runbooks.web', 'runbooks.web', true],
  ['runbooks', 'runbooks.web', true],
  ['', 'runbooks.web', true],
  ['runbooks.webshop', 'runbooks.web', false],
  ['services.web', 'runbooks.web', false],
])('a problem at %j breaks %j: %j', (path, part, broken) => {
  expect(isBroken([{ file: 'gonogo.yaml', line: 1, column: 1, path, message: '' }], part)).toBe(broken);
});

test('a fallback is another role of the file, and never leads back', () => {
  const gone = REQUIRED.replace('members: [U0CYD]', 'members: [U0CYD], fallback: managment');
  expect(problemsOf(gone)).toEqual([
    'gonogo.yaml:6 roles.validator.fallback: got "managment"; expected a role defined under roles (management, perhaps)',
  ]);
  const circle = REQUIRED.replace('members: [U0CYD]', 'members: [U0CYD], fallback: security').replace(
    'members: [U0EVE]',
    'members: [U0EVE], fallback: validator',
  );
  expect(problemsOf(circle)).toEqual([
    'gonogo.yaml:6 roles.validator.fallback: leads back to validator; expected a fallback that ends with a role that has none',
    'gonogo.yaml:7 roles.security.fallback: leads back to security; expected a fallback that ends with a role that has none',
  ]);
});
