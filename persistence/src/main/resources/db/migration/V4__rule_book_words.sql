-- The words of the whole rule book. On their own, because PostgreSQL does not let the transaction that adds a value of an
-- enumeration use it.

alter type order_type add value 'LIMIT_MAKER';
alter type order_type add value 'STOP_LOSS';
alter type order_type add value 'STOP_LOSS_LIMIT';
alter type order_type add value 'TAKE_PROFIT';
alter type order_type add value 'TAKE_PROFIT_LIMIT';
alter type time_in_force add value 'FOK';
alter type time_in_force add value 'GTD';
alter type time_in_force add value 'DAY';
alter type order_status add value 'EXPIRED_IN_MATCH';
alter type close_reason add value 'FILL_OR_KILL';
alter type close_reason add value 'EXPIRY_TIME';
alter type close_reason add value 'SESSION_END';
alter type close_reason add value 'SELF_TRADE_PREVENTION';
alter type close_reason add value 'KILL_SWITCH';
alter type close_reason add value 'DISCONNECT';
alter type close_reason add value 'DEAD_MAN_TIMER';
alter type close_reason add value 'PRICE_BAND';
alter type close_reason add value 'AMENDED';
alter type close_reason add value 'CAPACITY';
alter type instrument_state add value 'AUCTION';
alter type balance_cause add value 'REBATE_PAID';
alter type balance_cause add value 'TRANSFER_OUT';
alter type balance_cause add value 'TRANSFER_IN';
alter type transfer_kind add value 'TRANSFER';
create type self_trade_prevention as enum ('NONE', 'EXPIRE_TAKER', 'EXPIRE_MAKER', 'EXPIRE_BOTH', 'DECREMENT');
