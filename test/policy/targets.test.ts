import { describe, expect, test } from 'vitest';
import { sayProblem } from '../../src/policy/problem.ts';
import { policyOf, read, REQUIRED } from './a-policy.ts';

const APPLY = "apply: { run: [./apply.sh, '{{target}}'] }";
const VERIFY = "verify: [{ http: 'https://{{target.host}}/health' }]";
const LIST = 'list: [{ name: web-1, host: 10.0.0.1 }, { name: web-2, host: 10.0.0.2 }]';

function runbook(body: string): string {
  return `${REQUIRED}runbooks:\n  web: { ${body} }\n`;
}

const targets = (more: string, rest = '') =>
  policyOf(runbook(`${APPLY}, verify: [{ run: [./check.sh] }], ${rest} targets: { ${more} }`)).runbooks['web']?.targets;

function problemsOf(body: string): readonly string[] {
  const reading = read(runbook(body));
  return reading.ok ? [] : reading.problems.map(sayProblem);
}

describe('targets', () => {
  test('are a list in its order, each a wave, with nothing between them', () => {
    expect(targets('list: [web-2, { name: web-1, host: 10.0.0.1 }]')).toEqual({
      list: [
        { name: 'web-2', values: {} },
        { name: 'web-1', values: { host: '10.0.0.1' } },
      ],
      waves: [1, 1],
      soakMs: 0,
    });
  });

  test('with a criticality come the least critical first, and in waves as they are written', () => {
    const list = 'list: [{ name: a, criticality: 3 }, { name: b, criticality: 1 }, { name: c, criticality: 1 }]';
    const made = targets(`${list}, waves: [34%, rest], soak: 5m`, 'watch: { checks: [{ run: [./check.sh] }] },');
    expect(made?.list.map(({ name }) => name)).toEqual(['b', 'c', 'a']);
    expect(made).toMatchObject({ waves: [2, 1], soakMs: 300_000 });
  });

  test('may choose the host of an address, the port that is tried and the name that is looked up', () => {
    const checks = [
      "{ http: 'https://{{target}}.example.net/health' }",
      "{ tcp: { address: '{{target.host}}:443' } }",
      "{ dns: { name: '{{target}}.example.net', values: [10.0.0.1] } }",
    ];
    expect(problemsOf(`${APPLY}, verify: [${checks.join(', ')}], targets: { ${LIST} }`)).toEqual([]);
  });
});

test.each([
  [
    `${APPLY}, verify: [{ run: [./check.sh] }]`,
    'web.apply.run[1]: got "{{target}}"; expected targets in this runbook, to be one of',
  ],
  [
    `apply: { run: [./apply.sh] }, ${VERIFY}, targets: { ${LIST} }`,
    'web.apply.run: got ["./apply.sh"]; expected {{target}} among its arguments: it is run for each target that is touched',
  ],
  [
    `${APPLY}, ${VERIFY}, targets: { ${LIST} }, rollback: { application: { run: [./back.sh] } }`,
    'web.rollback.application.run: got ["./back.sh"]; expected {{target}} among its arguments: it is run for each target that is touched',
  ],
  [
    `${APPLY}, targets: { ${LIST} }`,
    'web.targets: got targets; expected a verify in this runbook: no target is begun before the one ahead of it is verified',
  ],
  [
    `${APPLY}, ${VERIFY}, targets: { ${LIST}, soak: 5m }`,
    'web.targets: got targets; expected a watch in this runbook, whose checks keep passing while a wave soaks',
  ],
  [
    `${APPLY}, ${VERIFY}, targets: { list: [web-1, { name: web-2, host: 10.0.0.2 }] }`,
    'web.verify[0].http: got "https://{{target.host}}/health"; expected a value host of every target ("web-1" has none)',
  ],
  [
    `${APPLY}, ${VERIFY}, plan: { run: [./plan.sh, '{{target}}'] }, targets: { ${LIST} }`,
    'web.plan.run[1]: got "{{target}}"; expected no target here: this is run once, for all of them',
  ],
  [
    `${APPLY}, ${VERIFY}, params: { target: {} }, targets: { ${LIST} }`,
    'web.params.target: got a parameter target; expected another name: {{target}} is the target that a step is run for',
  ],
  [
    "params: { target: {} }, verify: [{ http: 'https://{{target}}/health' }]",
    'web.verify[0].http: got "https://{{target}}/health"; expected no parameter here: they are filled in only in arguments and addresses',
  ],
  [
    `${APPLY}, ${VERIFY}, targets: { ${LIST}, waves: [1, 2] }`,
    'web.targets.waves: got [1,2]; expected waves that together take 2 targets, the last perhaps rest',
  ],
  [
    `${APPLY}, ${VERIFY}, targets: { ${LIST}, waves: [some] }`,
    'web.targets.waves[0]: got "some"; expected a number of targets, a share of them such as 25%, or rest',
  ],
  [
    `${APPLY}, verify: [{ run: [./check.sh] }], targets: { list: [web, WEB] }`,
    'web.targets.list[1]: got "WEB"; expected each target once',
  ],
  [
    `${APPLY}, ${VERIFY}, targets: { ${LIST}, drain: { run: [./drain.sh, '{{target}}'] } }`,
    'web.targets: got a map; expected both drain and undrain, or neither: what is taken out of service is put back',
  ],
  [
    `${APPLY}, verify: [{ run: [./check.sh] }], targets: { list: [web 1] }`,
    'web.targets.list[0]: got "web 1"; expected a name of letters, digits and dashes, up to 40',
  ],
])('%s', (body, problem) => {
  expect(problemsOf(body)).toEqual([`gonogo.yaml:10 runbooks.${problem}`]);
});
