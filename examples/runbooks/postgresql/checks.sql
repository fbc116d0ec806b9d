-- What must hold after the migration, and as well after going back. An assertion that fails fails the verification.
do $$
begin
  assert (select count(*) from orders) > 0, 'There are no orders.';
  assert not exists (select from orders where pieces is null), 'An order has lost its pieces.';
end
$$;
