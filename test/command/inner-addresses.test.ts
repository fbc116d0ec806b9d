import { createServer } from 'node:http';
import { once } from 'node:events';
import { expect, test } from 'vitest';
import { addressGuard } from '../../src/outside/address-guard.ts';
import { checkHttp } from '../../src/jobs/command/http-check.ts';

const INNER = `
  127.0.0.1 [::1] [::ffff:127.0.0.1] [::ffff:7f00:1] [::127.0.0.1] 0x7f.1 0177.0.0.1 2130706433
  127.1 0.0.0.0 [::] 169.254.169.254 [fd00:ec2::254] 10.1.2.3 172.31.0.1 192.168.1.1
  100.64.0.1 224.0.0.1 255.255.255.255 [fe80::1] [64:ff9b::7f00:1] [2002:7f00:1::] [ff02::1] localhost
`;

test.each(INNER.trim().split(/\s+/))('%s is not asked', async (host) => {
  let asked = 0;
  const server = createServer((_, answer) => answer.end(String((asked += 1)))).listen(0, '127.0.0.1');
  try {
    await once(server, 'listening');
    const address = server.address();
    const url = `http://${host}:${typeof address === 'object' ? address?.port : ''}/`;
    const verdict = await checkHttp(
      { kind: 'http', url, expect: {}, allow: [], timeoutMs: 2000 },
      new AbortController().signal,
    );
    expect(verdict).toMatchObject({ result: 'fail', sentence: expect.stringContaining('was not asked') });
    expect(asked).toBe(0);
  } finally {
    server.close();
  }
});

test('an allowed range opens that range alone', () => {
  const mayReach = addressGuard(['10.1.0.0/16', 'fd00::/8']);
  expect(['10.1.2.3', '::ffff:10.1.2.3', 'fd12::1', '93.184.215.14', '2606:2800:21f:cb07::1'].map(mayReach)).toEqual(
    Array(5).fill(true),
  );
  expect(['10.2.0.1', '127.0.0.1', '::1', 'fe80::1%eth0', 'name', ''].map(mayReach)).toEqual(Array(6).fill(false));
});
