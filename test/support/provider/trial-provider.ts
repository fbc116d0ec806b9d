import { join } from 'node:path';
import { callbackify } from 'node:util';
import { Server, ServerCredentials, status, type handleUnaryCall, type ServiceDefinition } from '@grpc/grpc-js';
import { loadSync } from '@grpc/proto-loader';
import { decode, encode, ExtData } from '@msgpack/msgpack';
import { applyThing } from './apply-thing.ts';
import { worldIn, type Thing, type World } from './world.ts';

/**
 * A provider for OpenTofu with one resource, `trial_thing`, whose things lie in the folder that its configuration calls `world`:
 * `node trial-provider.ts <folder for its socket>`, as OpenTofu starts it (`placeProvider`), or as a test does (`residentProvider`).
 */
interface Value {
  readonly msgpack?: Uint8Array;
  readonly json?: Uint8Array;
}

const THING = { id: 'string', name: 'string', size: 'number', zone: 'string' } as const;
const UNKNOWN = new ExtData(0, new Uint8Array([0]));
const NOTHING = {};

let world: World | undefined;

function theWorld(): World {
  if (!world) throw new Error('nobody has configured the provider');
  return world;
}

const provider = {
  GetSchema: () => ({
    provider: { block: { attributes: [{ name: 'world', type: Buffer.from('"string"'), required: true }] } },
    resource_schemas: { trial_thing: { block: { attributes: Object.entries(THING).map(attribute) } } },
  }),
  PrepareProviderConfig: ({ config }: { config: Value }) => ({ prepared_config: config }),
  ValidateResourceTypeConfig: () => NOTHING,
  UpgradeResourceState: (stored: { raw_state: { json: Uint8Array } }) => ({ upgraded_state: stored.raw_state }),
  Configure: ({ config }: { config: Value }) => {
    const { world: folder } = decode(config.msgpack ?? new Uint8Array()) as { world: string };
    world = worldIn(folder);
    return NOTHING;
  },
  ReadResource: ({ current_state: known }: { current_state: Value }) => {
    const thing = thingIn(known);
    return { new_state: valueOf((thing && theWorld().find(thing.id)) ?? null) };
  },
  PlanResourceChange({ prior_state: prior, proposed_new_state: proposed }: Record<string, Value>) {
    const [before, after] = [thingIn(prior), thingIn(proposed)];
    if (!after) return { planned_state: proposed };
    if (!before) return { planned_state: valueOf({ ...after, id: UNKNOWN }) };
    const moves = before.zone !== after.zone;
    return {
      planned_state: proposed,
      requires_replace: moves ? [{ steps: [{ attribute_name: 'zone' }] }] : [],
    };
  },
  async ApplyResourceChange({ prior_state: prior, planned_state: planned }: Record<string, Value>) {
    const done = await applyThing(theWorld(), thingIn(prior), thingIn(planned));
    if (typeof done !== 'string') return { new_state: valueOf(done ?? null) };
    return { new_state: prior, diagnostics: [{ severity: 'ERROR', summary: done }] };
  },
  Stop: () => {
    theWorld().tell('stop');
    return NOTHING;
  },
};

function attribute([name, type]: [string, string]) {
  const given = name === 'name' ? { required: true } : { optional: true };
  return { name, type: Buffer.from(JSON.stringify(type)), ...(name === 'id' ? { computed: true } : given) };
}

function thingIn(value: Value | undefined): Thing | undefined {
  if (value?.msgpack === undefined || value.msgpack.length === 0) return undefined;
  return (decode(value.msgpack) as Thing | null) ?? undefined;
}

function valueOf(value: unknown): Value {
  return { msgpack: encode(value) };
}

/** gRPC wants callbacks. */
function asHandlers(calls: Readonly<Record<string, (request: never) => unknown>>) {
  return Object.fromEntries(
    Object.entries(calls).map(([name, call]) => {
      const answer = callbackify(async (request: unknown): Promise<unknown> => call(request as never));
      const handle: handleUnaryCall<unknown, unknown> = ({ request }, callback) =>
        answer(request, (error, said) => callback(error && { code: status.INTERNAL, details: String(error) }, said));
      return [name, handle];
    }),
  );
}

/** What OpenTofu asks of every plugin once it has no more use for it; both its request and its answer are empty. */
const CONTROLLER: ServiceDefinition = {
  Shutdown: {
    path: '/plugin.GRPCController/Shutdown',
    requestStream: false,
    responseStream: false,
    requestSerialize: () => Buffer.alloc(0),
    requestDeserialize: () => NOTHING,
    responseSerialize: () => Buffer.alloc(0),
    responseDeserialize: () => NOTHING,
  },
};

// OpenTofu speaks to its providers itself; a signal that comes here is one that was not meant to.
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => world?.tell(signal));

// Nobody else would end it where OpenTofu was killed.
const parent = process.ppid;
setInterval(() => process.ppid === parent || process.exit(), 200).unref();

const definition = loadSync(join(import.meta.dirname, 'tfplugin5.proto'), { keepCase: true, enums: String });
const server = new Server();
server.addService(definition['tfplugin5.Provider'] as ServiceDefinition, asHandlers(provider));
server.addService(
  CONTROLLER,
  asHandlers({ Shutdown: () => void setImmediate(() => server.tryShutdown(() => process.exit())) }),
);
const socket = join(process.argv[2] ?? '', `${process.pid}.sock`);
server.bindAsync(`unix:${socket}`, ServerCredentials.createInsecure(), (error) => {
  if (error) throw error;
  process.stdout.write(`1|5|unix|${socket}|grpc|\n`);
});
