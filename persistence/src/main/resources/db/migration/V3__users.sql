-- People and programs that may speak to the gateways. Written by the gateways' requests through Users, not by events:
-- a user is made right after its account in the engine, perhaps before the row of the account, so account_id is no
-- foreign key.

create type user_role as enum ('USER', 'OPERATOR');

create table users (
    user_id uuid primary key,
    username text collate "C",
    username_key text collate "C" unique,
    password_hash text,
    account_id bigint not null check (account_id >= 0),
    role user_role not null,
    demo boolean not null,
    created timestamptz not null default now(),
    check ((username is null) = (username_key is null)),
    check (password_hash is null or username is not null),
    check (password_hash is null or password_hash like '$argon2id$%')
);
comment on column users.username_key is 'The name without regard to case and width, so that nobody poses as another';
comment on column users.password_hash is 'argon2id, PHC string';
create unique index users_account on users (account_id) where account_id > 0;

create table api_keys (
    api_key text collate "C" primary key,
    user_id uuid not null references users,
    secret_nonce bytea not null check (octet_length(secret_nonce) = 12),
    secret_ciphertext bytea not null check (octet_length(secret_ciphertext) between 17 and 256),
    created timestamptz not null default now(),
    revoked timestamptz
);
comment on column api_keys.secret_ciphertext is
    'HMAC secret, AES-256-GCM under the master key of the instance, bound to the api_key and user_id';
create index api_keys_user on api_keys (user_id);
