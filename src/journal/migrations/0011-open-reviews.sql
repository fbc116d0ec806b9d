-- The reviews with something open, for the inbox of those who hold their role; rebuilt from facts at any time. A settled one leaves.
create table open_reviews (
  team text not null,
  change text not null,
  review integer not null,
  what text not null,
  -- Who is asked: the role, and those that stand in for it.
  asked text[] not null,
  -- What of it is open, in the order of the review.
  criteria text[] not null,
  -- Who edited the change last.
  editor text not null,
  primary key (team, change, review)
);
create index open_reviews_by_asked on open_reviews using gin (asked);

-- What was open before there was this list: of this version of the change, or the pre-check of this window. Nobody stood in then.
with opened as (
  select f.team, f.stream, f.payload->>'what' as what, f.payload->>'role' as role, (f.payload->>'review')::integer as review
    from facts f join changes c on c.team = f.team and c.id = f.stream
   where f.type = 'reviewOpened' and f.payload is not null
     and (c.status = 'inReview' or (c.status = 'approved' and f.payload->>'what' = 'preCheck'))
     and not exists (select 1 from facts e where e.team = f.team and e.stream = f.stream and e.seq > f.seq
                        and e.type = 'changeEdited' and e.payload is not null
                        and (e.payload->>(case f.payload->>'what' when 'preCheck' then 'rescheduled' else 'material' end))::boolean)),
asking (what, criteria) as (values
  ('technical', array['feasibility', 'impact', 'risk']),
  ('business', array['businessImpact', 'resources', 'timeline']),
  ('security', array['implications', 'compliance', 'securityRisk']),
  ('preCheck', array['modified', 'tested', 'downtime'])),
waiting as (
  select o.*, array(
           select c.name from unnest(a.criteria) with ordinality as c(name, i)
             left join lateral (
               select f.type, f.payload->>'answer' as answer from facts f
                where f.team = o.team and f.stream = o.stream and f.type in ('criterionAnswered', 'criterionLapsed')
                  and (f.payload->>'review')::integer = o.review and f.payload->>'criterion' = c.name
                order by f.seq desc limit 1) n on true
            where n.type is distinct from 'criterionAnswered' or (n.answer = 'concern' and o.what <> 'preCheck')
            order by c.i) as criteria
    from opened o join asking a on a.what = o.what)
insert into open_reviews (team, change, review, what, asked, criteria, editor)
select w.team, w.stream, w.review, w.what, array[w.role], w.criteria,
       coalesce((select f.payload->>'editor' from facts f
                  where f.team = w.team and f.stream = w.stream and f.type = 'changeEdited' and f.payload is not null
                  order by f.seq desc limit 1), c.requester)
  from waiting w join changes c on c.team = w.team and c.id = w.stream
 where cardinality(w.criteria) > 0;

-- Reviews that are open already are put to their reviewers now; what is asked of a review again begins with that.
insert into follow_ups (team, key, change, kind, due_at, state, data)
select f.team, f.stream || '/' || f.seq || '/ask', f.stream, 'ask', f.at,
       case when f.type = 'reviewOpened' and exists (select 1 from open_reviews o where o.team = f.team and o.change = f.stream
                                                        and o.review = (f.payload->>'review')::integer)
            then 'pending' else 'done' end,
       jsonb_build_object('review', (f.payload->>'review')::integer, 'nth', 0)
  from facts f
 where f.payload is not null
   and (f.type in ('reviewOpened', 'criterionLapsed') or (f.type = 'criterionAnswered' and f.payload->>'answer' = 'concern'));
