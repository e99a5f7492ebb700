-- The same rows with decimal numbers, names and times, for people with psql. No program reads them.

create function decimal_amount(units numeric, decimals integer) returns numeric language sql immutable as
    $$ select round(units / power(10::numeric, decimals), decimals) $$;

create function ns_time(ns bigint) returns timestamptz language sql immutable as
    $$ select timestamptz '1970-01-01 00:00:00+00' + make_interval(secs => ns / 1000000000) +
        ((ns % 1000000000) / 1000) * interval '1 microsecond' $$;

create view trades_view as
select i.symbol, t.trade_id,
    decimal_amount(t.price_ticks::numeric * i.tick_quote_units, q.decimals) as price,
    decimal_amount(t.quantity_lots::numeric * i.lot_base_units, b.decimals) as quantity,
    decimal_amount(t.quote_amount, q.decimals) as quote_amount,
    t.taker_side, t.maker_order_id, t.taker_order_id, t.maker_account_id, t.taker_account_id,
    decimal_amount(t.maker_fee, case t.taker_side when 'BUY' then q.decimals else b.decimals end) as maker_fee,
    decimal_amount(t.taker_fee, case t.taker_side when 'BUY' then b.decimals else q.decimals end) as taker_fee,
    ns_time(t.timestamp_ns) as time
from trades t
join instruments i using (instrument_id)
join assets b on b.asset_id = i.base_asset_id
join assets q on q.asset_id = i.quote_asset_id;

create view orders_view as
select o.order_id, o.account_id, i.symbol, o.client_order_id, o.side, o.order_type, o.time_in_force,
    nullif(decimal_amount(o.price_ticks::numeric * i.tick_quote_units, q.decimals), 0) as price,
    nullif(decimal_amount(o.quantity_lots::numeric * i.lot_base_units, b.decimals), 0) as quantity,
    nullif(decimal_amount(o.quote_amount, q.decimals), 0) as quote_amount,
    decimal_amount(o.executed_lots::numeric * i.lot_base_units, b.decimals) as executed_quantity,
    decimal_amount(o.executed_quote, q.decimals) as executed_quote,
    o.status, o.close_reason, ns_time(o.timestamp_ns) as time, ns_time(o.updated_ns) as updated
from orders o
join instruments i using (instrument_id)
join assets b on b.asset_id = i.base_asset_id
join assets q on q.asset_id = i.quote_asset_id;

create view balances_view as
select l.account_id, a.symbol as asset, decimal_amount(l.available, a.decimals) as available,
    decimal_amount(l.locked, a.decimals) as locked
from balances l join assets a using (asset_id);

create view ledger_view as
select l.event_sequence, l.account_id, a.symbol as asset,
    decimal_amount(l.available_delta, a.decimals) as available_delta,
    decimal_amount(l.locked_delta, a.decimals) as locked_delta,
    decimal_amount(l.available, a.decimals) as available,
    decimal_amount(l.locked, a.decimals) as locked,
    l.cause, l.reference_id, i.symbol as instrument, ns_time(l.timestamp_ns) as time
from ledger_entries l
join assets a using (asset_id)
left join instruments i using (instrument_id);

create view klines_1m_view as
select i.symbol, ns_time(k.start_ms * 1000000) as start,
    decimal_amount(k.open_ticks::numeric * i.tick_quote_units, q.decimals) as open,
    decimal_amount(k.high_ticks::numeric * i.tick_quote_units, q.decimals) as high,
    decimal_amount(k.low_ticks::numeric * i.tick_quote_units, q.decimals) as low,
    decimal_amount(k.close_ticks::numeric * i.tick_quote_units, q.decimals) as close,
    decimal_amount(k.volume_lots::numeric * i.lot_base_units, b.decimals) as volume,
    decimal_amount(k.quote_volume, q.decimals) as quote_volume,
    k.trade_count
from klines_1m k
join instruments i using (instrument_id)
join assets b on b.asset_id = i.base_asset_id
join assets q on q.asset_id = i.quote_asset_id;

create view transfers_view as
select t.event_sequence, t.kind, t.withdrawal_id, t.account_id, a.symbol as asset,
    decimal_amount(t.amount, a.decimals) as amount, t.status,
    ns_time(t.requested_ns) as requested, ns_time(t.finished_ns) as finished
from transfers t join assets a using (asset_id);
