-- Which headline a reply stands below.
create index deliveries_headline_at on deliveries (team, (coalesce(posted_in, channel)), ts)
  where kind = 'headline' and ts is not null;
