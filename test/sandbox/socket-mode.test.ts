import { App, LogLevel, SocketModeReceiver } from '@slack/bolt';
import { expect, onTestFinished, test } from 'vitest';
import { asPerson } from '../../sandbox/driver.ts';
import type { Sandbox } from '../../sandbox/server.ts';
import { waitUntil } from '../../sandbox/wait-until.ts';
import { aSandbox } from './a-sandbox.ts';

/** A real Bolt app connected over Socket Mode once `listen` has registered what it hears. */
async function aBot(sandbox: Sandbox, listen: (app: App) => void): Promise<App> {
  const clientOptions = { slackApiUrl: sandbox.apiUrl };
  const receiver = new SocketModeReceiver({
    appToken: sandbox.appToken,
    installerOptions: { clientOptions },
    logLevel: LogLevel.ERROR,
  });
  const app = new App({ token: sandbox.botToken, receiver, clientOptions, logLevel: LogLevel.ERROR });
  listen(app);
  await app.start();
  onTestFinished(async () => void (await app.stop()));
  return app;
}

const modal = (blocks: object[], more: object = {}) => ({
  type: 'modal' as const,
  callback_id: 'form',
  title: { type: 'plain_text' as const, text: 'A form' },
  submit: { type: 'plain_text' as const, text: 'Send' },
  blocks: blocks.map((block) => ({ type: '', ...block })),
  ...more,
});
const label = (text: string) => ({ type: 'plain_text', text });
const textInput = (id: string, text: string, more: object = {}) => ({
  type: 'input',
  block_id: id,
  label: label(text),
  element: { type: 'plain_text_input', action_id: 'value' },
  ...more,
});
const options = ['Low', 'High'].map((text) => ({ text: label(text), value: text.toLowerCase() }));

test('a command opens a form, a refused submission leaves it open with everything entered, and a good one closes it', async () => {
  const sandbox = await aSandbox();
  const submitted: unknown[] = [];
  await aBot(sandbox, (app) => {
    app.command('/change', async ({ ack, body, client }) => {
      await ack();
      const select = {
        type: 'input',
        block_id: 'risk',
        label: label('Risk level'),
        element: { type: 'static_select', action_id: 'value', options },
      };
      const when = {
        type: 'input',
        block_id: 'at',
        label: label('Proposed date'),
        element: { type: 'datetimepicker', action_id: 'value' },
      };
      await client.views.open({
        trigger_id: body.trigger_id,
        view: modal([textInput('title', 'Title'), select, when]),
      });
    });
    app.view('form', async ({ ack, view, body, client }) => {
      submitted.push(view.state.values);
      if (submitted.length === 1) return ack({ response_action: 'errors', errors: { title: 'Say more.' } });
      await ack();
      await client.chat.postMessage({ channel: 'C0CHANGES', text: `filed by <@${body.user.id}>` });
    });
  });
  const ada = asPerson(sandbox, 'U0ADA');
  await ada.command('/change');
  expect((await ada.modal('A form')).labels).toEqual(['Title', 'Risk level', 'Proposed date']);
  expect(await ada.submit()).toMatchObject({ Title: 'Please complete this required field.' });
  await ada.fill({ Title: 'Upgrade', 'Risk level': 'High', 'Proposed date': new Date(1_790_000_000_000) });
  expect(await ada.submit()).toEqual({ Title: 'Say more.' });
  expect((await ada.modal()).view.state.values['title']).toEqual({
    value: { type: 'plain_text_input', value: 'Upgrade' },
  });
  expect(await ada.submit()).toEqual({});
  await ada.noModal();
  await asPerson(sandbox, 'U0BOB').findMessage('filed by <@U0ADA>');
  expect(submitted[1]).toEqual({
    title: { value: { type: 'plain_text_input', value: 'Upgrade' } },
    risk: { value: { type: 'static_select', selected_option: options[1] } },
    at: { value: { type: 'datetimepicker', selected_date_time: 1_790_000_000 } },
  });
});

test('a press carries the message, a response_url and a trigger; an ephemeral answer is seen by one person', async () => {
  const sandbox = await aSandbox();
  const app = await aBot(sandbox, (bot) => {
    bot.action('vote', async ({ ack, body, respond, action }) => {
      await ack();
      const text =
        body.type === 'block_actions' && action.type === 'button'
          ? `${body.container['type']} ${body.message?.ts} ${action.value} ${body.trigger_id !== ''}`
          : 'what?';
      await respond({ text, response_type: 'ephemeral', replace_original: false });
    });
  });
  const blocks = [
    { type: 'actions', elements: [{ type: 'button', action_id: 'vote', value: 'yes', text: label('Approve') }] },
  ];
  await app.client.chat.postMessage({ channel: 'C0CHANGES', text: 'CHG-1', blocks });
  const ada = asPerson(sandbox, 'U0ADA');
  const headline = await ada.findMessage('CHG-1');
  await ada.press(headline, 'Approve');
  const answer = await ada.findMessage(`message ${headline.ts} yes true`);
  expect(answer.message.ephemeral).toBe(true);
  expect(await asPerson(sandbox, 'U0BOB').messages('yes true')).toEqual([]);
});

test('an input that dispatches tells the bot, whose update keeps what was entered elsewhere', async () => {
  const sandbox = await aSandbox();
  const service = {
    type: 'input',
    block_id: 'service',
    dispatch_action: true,
    label: label('Service'),
    element: { type: 'static_select', action_id: 'pick', options },
  };
  await aBot(sandbox, (app) => {
    app.shortcut('file', async ({ ack, body, client }) => {
      await ack();
      await client.views.open({ trigger_id: body.trigger_id, view: modal([textInput('title', 'Title'), service]) });
    });
    app.action('pick', async ({ ack, body, client }) => {
      await ack();
      if (body.type !== 'block_actions' || body.view === undefined) return;
      const view = modal([textInput('title', 'Title'), service, textInput('release', 'Release')]);
      await client.views.update({ view_id: body.view.id, hash: body.view.hash, view });
    });
  });
  const ada = asPerson(sandbox, 'U0ADA');
  await ada.shortcut('file');
  await ada.fill({ Title: 'Upgrade', Service: 'Low', Release: 'v1.2.3' });
  expect((await ada.modal()).view.state.values).toMatchObject({
    title: { value: { value: 'Upgrade' } },
    service: { pick: { selected_option: { value: 'low' } } },
  });
});

test('pushed views stand on one another, three at most, and closing one tells the bot without what was entered', async () => {
  const sandbox = await aSandbox();
  const errors: unknown[] = [];
  const closed: unknown[] = [];
  const more = { type: 'actions', elements: [{ type: 'button', action_id: 'more', text: label('More') }] };
  const view = modal([textInput('note', 'Note'), more], { notify_on_close: true });
  await aBot(sandbox, (app) => {
    app.command('/change', async ({ ack, body, client }) => {
      await ack();
      await client.views.open({ trigger_id: body.trigger_id, view });
    });
    app.action('more', async ({ ack, body, client }) => {
      await ack();
      if (body.type !== 'block_actions') return;
      await client.views.push({ trigger_id: body.trigger_id, view }).catch((error: unknown) => errors.push(error));
      sandbox.workspace.changed();
    });
    app.view({ callback_id: 'form', type: 'view_closed' }, async ({ ack, body }) => {
      await ack();
      closed.push(body.view.state.values);
    });
  });
  const ada = asPerson(sandbox, 'U0ADA');
  const depth = (count: number) =>
    waitUntil(sandbox, async () => ((await sandbox.state('U0ADA')).views.length === count ? true : undefined), {
      what: `${count} views`,
    });
  await ada.command('/change');
  await ada.modal();
  await ada.pressInModal('More');
  await depth(2);
  await ada.pressInModal('More');
  await depth(3);
  await ada.pressInModal('More');
  await waitUntil(sandbox, async () => errors[0], { what: 'the refusal of a fourth view' });
  expect(errors[0]).toMatchObject({ data: { error: 'push_limit_reached' } });
  await ada.fill({ Note: 'never sent' });
  await ada.closeModal();
  await depth(2);
  expect(closed).toEqual([{}]);
});

test('a Home is published when it is opened, and events say who typed what where', async () => {
  const sandbox = await aSandbox();
  const heard: unknown[] = [];
  await aBot(sandbox, (app) => {
    app.event('app_home_opened', async ({ event, client }) => {
      await client.views.publish({
        user_id: event.user,
        view: { type: 'home', blocks: [{ type: 'header', text: { type: 'plain_text', text: 'Needs your vote' } }] },
      });
    });
    app.message(async ({ message }) => {
      heard.push(message);
      sandbox.workspace.changed();
    });
  });
  const ada = asPerson(sandbox, 'U0ADA');
  expect((await ada.home('Needs your vote')).title).toBe('Home');
  await ada.say('hello', 'changes');
  const parent = await ada.findMessage('hello');
  await ada.say('a reply', 'changes', parent.ts);
  await waitUntil(sandbox, async () => heard[1], { what: 'two message events' });
  expect(heard).toMatchObject([
    { text: 'hello', user: 'U0ADA', channel: 'C0CHANGES', channel_type: 'channel' },
    { text: 'a reply', thread_ts: parent.ts },
  ]);
});

test('what the acknowledgement of a command carries is shown to that person alone', async () => {
  const sandbox = await aSandbox();
  await aBot(sandbox, (app) => app.command('/change', async ({ ack, command }) => ack(`You said ${command.text}.`)));
  const ada = asPerson(sandbox, 'U0ADA');
  await ada.command('/change list  mine');
  expect((await ada.findMessage('You said list  mine.')).message.ephemeral).toBe(true);
});

test('with no bot connected a command fails at once, and says so', async () => {
  const ada = asPerson(await aSandbox(), 'U0ADA');
  await expect(ada.command('/change')).rejects.toThrow('/change failed: operation_timeout');
});

test('a bot that does not acknowledge within three seconds shows the person an error, and the form stays', async () => {
  const sandbox = await aSandbox();
  await aBot(sandbox, (app) => {
    app.command('/change', async ({ ack, body, client }) => {
      await ack();
      await client.views.open({ trigger_id: body.trigger_id, view: modal([textInput('title', 'Title')]) });
    });
    app.command('/silent', async () => undefined);
    app.view('form', async () => undefined);
  });
  const [ada, bob] = [asPerson(sandbox, 'U0ADA'), asPerson(sandbox, 'U0BOB')];
  await ada.command('/change');
  await ada.fill({ Title: 'kept' });
  await Promise.all([
    expect(bob.command('/silent')).rejects.toThrow('/silent failed: operation_timeout'),
    expect(ada.submit()).rejects.toThrow('We had some trouble connecting.'),
  ]);
  expect((await ada.modal()).view.state.values['title']).toMatchObject({ value: { value: 'kept' } });
  expect((await sandbox.state('U0BOB')).notices).toMatchObject([
    { channel: 'C0CHANGES', text: '/silent failed: operation_timeout' },
  ]);
});

test('each envelope goes to one of the connected processes', async () => {
  const sandbox = await aSandbox();
  const answered: string[] = [];
  for (const name of ['one', 'two']) {
    await aBot(sandbox, (app) =>
      app.command('/change', async ({ ack }) => {
        answered.push(name);
        await ack();
      }),
    );
  }
  expect(sandbox.connections()).toBe(2);
  const ada = asPerson(sandbox, 'U0ADA');
  await ada.command('/change');
  await ada.command('/change');
  expect(answered.toSorted()).toEqual(['one', 'two']);
});
