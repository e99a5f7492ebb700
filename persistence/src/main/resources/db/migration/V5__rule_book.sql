-- Stops, icebergs, expiry, self-trade prevention, amendments; settings of accounts, transfers between them, fee tiers.

alter table orders
    add stop_price_ticks bigint not null default 0 check (stop_price_ticks >= 0),
    add trailing_delta_basis_points integer not null default 0,
    add triggered_ns bigint not null default 0,
    add display_lots bigint not null default 0 check (display_lots >= 0),
    add expire_time_ns bigint not null default 0,
    add self_trade_prevention self_trade_prevention not null default 'NONE',
    add prevented_lots bigint not null default 0 check (prevented_lots >= 0),
    add session_id bigint not null default 0,
    add cancel_on_disconnect boolean not null default false,
    drop constraint orders_check,
    add constraint orders_executed check (
        executed_lots >= 0 and (quantity_lots = 0 or executed_lots + prevented_lots <= quantity_lots)),
    drop constraint orders_check1,
    add constraint orders_close_reason check (
        (close_reason is not null) = (status in ('CANCELLED', 'EXPIRED', 'EXPIRED_IN_MATCH')));
comment on column orders.quantity_lots is 'As amended last; 0 for MARKET BUY by amount';
comment on column orders.stop_price_ticks is
    'Trigger price; of a trailing stop as it was at entry, then as it was when it triggered; 0 for none';
comment on column orders.triggered_ns is 'When a stop entered the market; 0: not, or no stop';
comment on column orders.display_lots is 'What an iceberg shows; 0: all';
comment on column orders.expire_time_ns is 'GTD; else 0';
comment on column orders.prevented_lots is 'Lost to self-trade prevention';
comment on column orders.session_id is 'The client''s session, opaque; 0 for none';

create table prevented_matches (
    instrument_id integer not null,
    prevented_match_id bigint not null check (prevented_match_id > 0),
    event_sequence bigint not null,
    price_ticks bigint not null check (price_ticks > 0),
    maker_order_id bigint not null,
    taker_order_id bigint not null,
    maker_account_id bigint not null,
    taker_account_id bigint not null,
    maker_prevented_lots bigint not null check (maker_prevented_lots >= 0),
    taker_prevented_lots bigint not null check (taker_prevented_lots >= 0),
    taker_side order_side not null,
    self_trade_prevention self_trade_prevention not null,
    timestamp_ns bigint not null,
    primary key (instrument_id, prevented_match_id)
);
comment on table prevented_matches is 'Orders of one owner that self-trade prevention has kept from trading';
create index prevented_matches_taker on prevented_matches (taker_account_id, instrument_id, prevented_match_id);
create index prevented_matches_maker on prevented_matches (maker_account_id, instrument_id, prevented_match_id);

alter table transfers
    add to_account_id bigint references accounts,
    add constraint transfers_to_account check ((kind = 'TRANSFER') = (to_account_id is not null));
comment on table transfers is 'Deposits, withdrawals and transfers between accounts, under the event that began them';
create index transfers_to_account on transfers (to_account_id, event_sequence) where to_account_id is not null;

alter table accounts
    add blocked boolean not null default false,
    add trade_group bigint not null default 0,
    add fee_tier integer not null default 0 check (fee_tier between 0 and 7),
    add max_open_orders integer not null default 0,
    add max_open_notional bigint not null default 0,
    add dead_man_deadline_ns bigint not null default 0;
comment on column accounts.trade_group is '0 for none';
comment on column accounts.max_open_orders is '0: the limit of the engine';
comment on column accounts.max_open_notional is 'Per instrument, quote minor units; 0: no limit';
comment on column accounts.dead_man_deadline_ns is 'When all orders are cancelled unless the timer is set again; 0: not running';

create table blocked_sessions (
    account_id bigint not null references accounts,
    session_id bigint not null,
    since_ns bigint not null,
    primary key (account_id, session_id)
);

create table fee_rates (
    instrument_id integer not null references instruments,
    fee_tier integer not null check (fee_tier between 0 and 7),
    maker_fee_ppm integer not null,
    taker_fee_ppm integer not null,
    updated_ns bigint not null,
    primary key (instrument_id, fee_tier)
);
comment on table fee_rates is 'Where a tier differs from the rates of the instrument''s definition; negative: a rebate';

alter table instruments
    add reference_price_ticks bigint not null default 0,
    add price_band_basis_points integer not null default 0,
    add price_band_mode integer not null default 0;
comment on column instruments.price_band_mode is '0: a limit outside is refused; 1: what is left of it expires';

drop function change_orders;
create function change_orders(
    order_ids bigint[], executed_lots bigint[], executed_quotes bigint[], prevented_lots bigint[], price_ticks bigint[],
    quantity_lots bigint[], stop_price_ticks bigint[], triggered_ns bigint[], statuses order_status[], done boolean[],
    reasons close_reason[], updated_ns bigint[]) returns bigint language sql as $$
    with changed as (
        update orders o
        set executed_lots = o.executed_lots + c.executed_lots,
            executed_quote = o.executed_quote + c.executed_quote,
            prevented_lots = o.prevented_lots + c.prevented_lots,
            price_ticks = coalesce(c.price_ticks, o.price_ticks),
            quantity_lots = coalesce(c.quantity_lots, o.quantity_lots),
            stop_price_ticks = coalesce(c.stop_price_ticks, o.stop_price_ticks),
            triggered_ns = coalesce(c.triggered_ns, o.triggered_ns),
            status = case when c.done and o.quote_amount = 0 then 'FILLED' else coalesce(c.status, o.status) end,
            close_reason = c.reason,
            updated_ns = case o.status when 'FILLED' then o.updated_ns else c.updated_ns end
        from unnest($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12) as c(
            order_id, executed_lots, executed_quote, prevented_lots, price_ticks, quantity_lots, stop_price_ticks, triggered_ns,
            status, done, reason, updated_ns)
        where o.order_id = c.order_id
            and (o.status in ('NEW', 'PARTIALLY_FILLED') or (o.status = 'FILLED' and c.status = 'FILLED' and c.executed_lots = 0))
        returning 1)
    select count(*) from changed
$$;
comment on function change_orders is
    'Adds to what orders have executed, changes what is not null and sets their status, to FILLED for those that are done and not by amount; returns the number of orders found that are open, or that are told again that they are filled';

drop view orders_view;
create view orders_view as
select o.order_id, o.account_id, i.symbol, o.client_order_id, o.side, o.order_type, o.time_in_force,
    nullif(decimal_amount(o.price_ticks::numeric * i.tick_quote_units, q.decimals), 0) as price,
    nullif(decimal_amount(o.stop_price_ticks::numeric * i.tick_quote_units, q.decimals), 0) as stop_price,
    nullif(o.trailing_delta_basis_points, 0) as trailing_delta,
    nullif(decimal_amount(o.quantity_lots::numeric * i.lot_base_units, b.decimals), 0) as quantity,
    nullif(decimal_amount(o.display_lots::numeric * i.lot_base_units, b.decimals), 0) as display_quantity,
    nullif(decimal_amount(o.quote_amount, q.decimals), 0) as quote_amount,
    decimal_amount(o.executed_lots::numeric * i.lot_base_units, b.decimals) as executed_quantity,
    decimal_amount(o.executed_quote, q.decimals) as executed_quote,
    nullif(decimal_amount(o.prevented_lots::numeric * i.lot_base_units, b.decimals), 0) as prevented_quantity,
    o.status, o.close_reason, nullif(o.self_trade_prevention, 'NONE') as self_trade_prevention,
    ns_time(nullif(o.expire_time_ns, 0)) as expires, ns_time(nullif(o.triggered_ns, 0)) as triggered,
    ns_time(o.timestamp_ns) as time, ns_time(o.updated_ns) as updated
from orders o
join instruments i using (instrument_id)
join assets b on b.asset_id = i.base_asset_id
join assets q on q.asset_id = i.quote_asset_id;

create view prevented_matches_view as
select i.symbol, p.prevented_match_id,
    decimal_amount(p.price_ticks::numeric * i.tick_quote_units, q.decimals) as price,
    decimal_amount(p.maker_prevented_lots::numeric * i.lot_base_units, b.decimals) as maker_prevented,
    decimal_amount(p.taker_prevented_lots::numeric * i.lot_base_units, b.decimals) as taker_prevented,
    p.self_trade_prevention, p.taker_side, p.maker_order_id, p.taker_order_id, p.maker_account_id, p.taker_account_id,
    ns_time(p.timestamp_ns) as time
from prevented_matches p
join instruments i using (instrument_id)
join assets b on b.asset_id = i.base_asset_id
join assets q on q.asset_id = i.quote_asset_id;

drop view transfers_view;
create view transfers_view as
select t.event_sequence, t.kind, t.withdrawal_id, t.account_id, t.to_account_id, a.symbol as asset,
    decimal_amount(t.amount, a.decimals) as amount, t.status,
    ns_time(t.requested_ns) as requested, ns_time(t.finished_ns) as finished
from transfers t join assets a using (asset_id);
