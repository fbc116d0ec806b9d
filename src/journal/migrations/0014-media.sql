-- What is told goes by Slack, by e-mail or to Teams; `channel` is then a conversation, a mailbox, or the name of the environment
-- variable that holds a webhook's address.
alter table deliveries add column medium text not null default 'slack' check (medium in ('slack', 'mail', 'teams'));
