-- What is written below a notice is found by where it stands.
create index deliveries_notice_at on deliveries (team, (coalesce(posted_in, channel)), ts)
  where kind = 'notice' and ts is not null;
