-- What the event stream says, as rows. Units are those of the engine: prices in ticks, quantities in lots, money in
-- minor units of its asset, times in nanoseconds since 1970 (ns) or milliseconds (ms), UTC. The views with decimal
-- numbers in V2 are for people.
--
-- Only the persistence process writes these tables, in transactions that also move consumer_checkpoint. The append-only
-- tables (orders, trades, ledger_entries) have no foreign keys: their references are guaranteed by the engine, and
-- looking each of them up would cost more than writing the row.

create type order_side as enum ('BUY', 'SELL');
create type order_type as enum ('LIMIT', 'MARKET');
create type time_in_force as enum ('GTC', 'IOC');
create type order_status as enum ('NEW', 'PARTIALLY_FILLED', 'FILLED', 'CANCELLED', 'EXPIRED');
create type close_reason as enum (
    'REQUESTED', 'CANCEL_ALL', 'REPLACED', 'IMMEDIATE_OR_CANCEL', 'NO_LIQUIDITY', 'PRICE_RANGE');
create type instrument_state as enum ('PRE_OPEN', 'TRADING', 'HALT', 'CANCEL_ONLY', 'CLOSED');
create type balance_cause as enum (
    'DEPOSIT', 'WITHDRAWAL_REQUESTED', 'WITHDRAWAL_SETTLED', 'WITHDRAWAL_REJECTED',
    'ORDER_LOCKED', 'ORDER_RELEASED', 'TRADE', 'FEE_COLLECTED');
create type transfer_kind as enum ('DEPOSIT', 'WITHDRAWAL');
create type transfer_status as enum ('PENDING', 'SETTLED', 'REJECTED');

create table consumer_checkpoint (
    consumer text primary key,
    epoch bigint not null,
    event_sequence bigint not null check (event_sequence >= 0),
    start_position bigint not null check (start_position >= 0),
    next_position bigint not null check (next_position >= start_position),
    chain_hash integer not null
);
comment on table consumer_checkpoint is
    'The newest event whose rows are committed; moved in the transaction that writes the rows';
insert into consumer_checkpoint values ('persistence', 0, 0, 0, 0, 0);

create table assets (
    asset_id integer primary key check (asset_id > 0),
    symbol text not null unique,
    decimals integer not null check (decimals between 0 and 18),
    created_ns bigint not null
);

create table instruments (
    instrument_id integer primary key check (instrument_id > 0),
    symbol text not null unique,
    base_asset_id integer not null references assets,
    quote_asset_id integer not null references assets,
    tick_quote_units bigint not null check (tick_quote_units > 0),
    lot_base_units bigint not null check (lot_base_units > 0),
    quote_units_per_tick_lot bigint not null check (quote_units_per_tick_lot > 0),
    min_quantity_lots bigint not null,
    max_quantity_lots bigint not null,
    max_price_ticks bigint not null,
    min_notional bigint not null,
    max_notional bigint not null,
    maker_fee_ppm integer not null,
    taker_fee_ppm integer not null,
    price_range_basis_points integer not null,
    state instrument_state not null,
    created_ns bigint not null,
    check (base_asset_id <> quote_asset_id)
);

create table accounts (
    account_id bigint primary key check (account_id >= 0),
    external_id uuid unique,
    created_ns bigint not null,
    check ((account_id = 0) = (external_id is null))
);
comment on table accounts is 'Account 0 is the exchange itself: it collects the fees';
insert into accounts values (0, null, 0);

create table orders (
    order_id bigint primary key check (order_id > 0),
    account_id bigint not null,
    instrument_id integer not null,
    client_order_id text collate "C",
    side order_side not null,
    order_type order_type not null,
    time_in_force time_in_force not null,
    price_ticks bigint not null check (price_ticks >= 0),
    quantity_lots bigint not null check (quantity_lots >= 0),
    quote_amount bigint not null check (quote_amount >= 0),
    executed_lots bigint not null check (executed_lots >= 0 and (quantity_lots = 0 or executed_lots <= quantity_lots)),
    executed_quote bigint not null check (executed_quote >= 0),
    status order_status not null,
    close_reason close_reason,
    timestamp_ns bigint not null,
    updated_ns bigint not null,
    check ((close_reason is not null) = (status in ('CANCELLED', 'EXPIRED')))
) with (fillfactor = 80);
comment on column orders.client_order_id is 'Null for none';
comment on column orders.quote_amount is 'MARKET BUY by amount; else 0';
create index orders_account on orders (account_id, order_id);
create index orders_account_instrument on orders (account_id, instrument_id, order_id);
create index orders_client_order_id on orders (client_order_id, account_id, order_id) where client_order_id is not null;

create table trades (
    instrument_id integer not null,
    trade_id bigint not null check (trade_id > 0),
    event_sequence bigint not null,
    price_ticks bigint not null check (price_ticks > 0),
    quantity_lots bigint not null check (quantity_lots > 0),
    quote_amount bigint not null check (quote_amount > 0),
    maker_order_id bigint not null,
    taker_order_id bigint not null,
    maker_account_id bigint not null,
    taker_account_id bigint not null,
    maker_fee bigint not null,
    taker_fee bigint not null,
    taker_side order_side not null,
    timestamp_ns bigint not null,
    primary key (instrument_id, trade_id)
);
create index trades_taker_order on trades (taker_order_id, trade_id);

create table ledger_entries (
    event_sequence bigint primary key check (event_sequence > 0),
    account_id bigint not null,
    asset_id integer not null,
    available_delta bigint not null,
    locked_delta bigint not null,
    available bigint not null,
    locked bigint not null,
    cause balance_cause not null,
    reference_id bigint not null,
    instrument_id integer not null,
    timestamp_ns bigint not null
);
comment on column ledger_entries.reference_id is 'Order, trade or withdrawal id, by cause; 0 for deposits';
comment on column ledger_entries.instrument_id is '0 where none is concerned';
create index ledger_entries_account on ledger_entries (account_id, asset_id, event_sequence);

create table balances (
    account_id bigint not null references accounts,
    asset_id integer not null references assets,
    available bigint not null,
    locked bigint not null check (locked >= 0),
    event_sequence bigint not null,
    primary key (account_id, asset_id),
    check (available >= 0 or account_id = 0)
) with (fillfactor = 50);

create table klines_1m (
    instrument_id integer not null references instruments,
    start_ms bigint not null check (start_ms % 60000 = 0),
    open_ticks bigint not null,
    high_ticks bigint not null,
    low_ticks bigint not null,
    close_ticks bigint not null,
    volume_lots bigint not null check (volume_lots > 0),
    quote_volume bigint not null check (quote_volume > 0),
    trade_count bigint not null check (trade_count > 0),
    primary key (instrument_id, start_ms),
    check (low_ticks <= least(open_ticks, close_ticks) and high_ticks >= greatest(open_ticks, close_ticks))
) with (fillfactor = 80);
comment on table klines_1m is 'One bar for each minute with a trade';

create table transfers (
    event_sequence bigint primary key check (event_sequence > 0),
    kind transfer_kind not null,
    withdrawal_id bigint unique,
    idempotency_id uuid not null,
    account_id bigint not null references accounts,
    asset_id integer not null references assets,
    amount bigint not null check (amount > 0),
    status transfer_status not null,
    requested_ns bigint not null,
    finished_ns bigint,
    check ((kind = 'WITHDRAWAL') = (withdrawal_id is not null)),
    check ((status = 'PENDING') = (finished_ns is null))
);
comment on table transfers is 'Deposits and withdrawals, under the event that began them';
create index transfers_account on transfers (account_id, event_sequence);

-- Many rows in one statement: typed arrays, one element of each to a row.

create function change_orders(
    order_ids bigint[], executed_lots bigint[], executed_quotes bigint[], statuses order_status[],
    reasons close_reason[], updated_ns bigint[]) returns bigint language sql as $$
    with changed as (
        update orders o
        set executed_lots = o.executed_lots + c.executed_lots,
            executed_quote = o.executed_quote + c.executed_quote,
            status = c.status,
            close_reason = c.reason,
            updated_ns = c.updated_ns
        from unnest($1, $2, $3, $4, $5, $6) as c(order_id, executed_lots, executed_quote, status, reason, updated_ns)
        where o.order_id = c.order_id
            and (o.status in ('NEW', 'PARTIALLY_FILLED') or (o.status = 'FILLED' and c.status = 'FILLED' and c.executed_lots = 0))
        returning 1)
    select count(*) from changed
$$;
comment on function change_orders is
    'Adds to what orders have executed and sets their status; returns the number of orders found that are open, or that are told again that they are filled';

create function set_balances(
    account_ids bigint[], asset_ids integer[], availables bigint[], lockeds bigint[], event_sequences bigint[])
    returns void language sql as $$
    insert into balances (account_id, asset_id, available, locked, event_sequence)
    select * from unnest($1, $2, $3, $4, $5)
    on conflict (account_id, asset_id) do update
    set available = excluded.available, locked = excluded.locked, event_sequence = excluded.event_sequence
$$;
