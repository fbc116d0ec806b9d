import { once } from 'node:events';
import { startEmbeddedPostgres } from '../../src/postgres/embedded.ts';

// Starts the server on the folder of the first argument (records out of reach go below the second), tells where it is, and
// stops it when its input ends. With "insert" it inserts numbers meanwhile and prints each once it is acknowledged.
const [dataDir = '', place = '', task = ''] = process.argv.slice(2);
const say = (_fields: object, message: string) => void process.stdout.write(`${message}\n`);
try {
  const server = await startEmbeddedPostgres({ dataDir, place, log: { info: say, warn: say, error: say } });
  process.stdout.write(`${JSON.stringify({ url: server.url, home: server.home })}\n`);
  if (task === 'insert') await insertForEver(server.url);
  process.stdin.resume();
  await once(process.stdin, 'end');
  await server.stop();
  process.stdout.write('stopped\n');
} catch (error) {
  process.stdout.write(`${String(error)}\n`);
  process.exitCode = 1;
}

async function insertForEver(url: string): Promise<void> {
  const { Client } = await import('pg');
  const client = new Client(url);
  await client.connect();
  for (;;) {
    const { rows } = await client.query('insert into kept default values returning n');
    process.stdout.write(`kept ${rows[0].n}\n`);
  }
}
