package io.bourse.system;

import io.bourse.system.Observed.Balance;
import io.bourse.system.Observed.Market;
import io.bourse.system.Observed.StoredOrder;
import io.bourse.system.Observed.StoredTrade;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;

/** Reads PostgreSQL as somebody with psql would: plain SQL over connections of its own. */
final class Database {
    private static final int PORT_LINE = 3;

    private final String url;
    private final Path passwordFile;

    Database(final String url, final Path passwordFile) {
        this.url = url;
        this.passwordFile = passwordFile;
    }

    /** The one of a data folder, wherever it listens now. */
    static Database of(final Path dataFolder) {
        try {
            final String port = Files.readAllLines(dataFolder.resolve("postgres/postmaster.pid")).get(PORT_LINE).trim();
            return new Database(
                "jdbc:postgresql://127.0.0.1:" + port + "/bourse", dataFolder.resolve("secrets/postgres-password"));
        } catch (final IOException ex) {
            throw new UncheckedIOException(ex);
        }
    }

    private interface Row<T> {
        T read(ResultSet row) throws SQLException;
    }

    /** The first column of the only row. */
    long number(final String sql) {
        return list(sql, row -> row.getLong(1)).getFirst();
    }

    /** The first column of every row as text. */
    List<String> texts(final String sql) {
        return list(sql, row -> row.getString(1));
    }

    /** Newest event whose rows are there. */
    long appliedEventSequence() {
        return number("select event_sequence from consumer_checkpoint where consumer = 'persistence'");
    }

    Map<String, Long> accountsByUser() {
        final Map<String, Long> accounts = new HashMap<>();
        list("select external_id::text, account_id from accounts where external_id is not null",
            row -> accounts.put(row.getString(1), row.getLong(2)));
        return accounts;
    }

    Map<String, Integer> assetsBySymbol() {
        final Map<String, Integer> assets = new HashMap<>();
        list("select symbol, asset_id from assets", row -> assets.put(row.getString(1), row.getInt(2)));
        return assets;
    }

    Map<Integer, Integer> decimalsByAsset() {
        final Map<Integer, Integer> decimals = new HashMap<>();
        list("select asset_id, decimals from assets", row -> decimals.put(row.getInt(1), row.getInt(2)));
        return decimals;
    }

    Map<Integer, Market> markets() {
        final Map<Integer, Market> markets = new HashMap<>();
        list("select instrument_id, base_asset_id, quote_asset_id, lot_base_units, quote_units_per_tick_lot from instruments",
            row -> markets.put(row.getInt(1),
                new Market(row.getInt(1), row.getInt(2), row.getInt(3), row.getLong(4), row.getLong(5))));
        return markets;
    }

    List<StoredOrder> orders() {
        return list("select order_id, client_order_id, account_id, instrument_id, side::text, order_type::text, price_ticks," +
            " quantity_lots, executed_lots, executed_quote, status::text from orders order by order_id",
            row -> new StoredOrder(row.getLong(1), row.getString(2), row.getLong(3), row.getInt(4),
                "BUY".equals(row.getString(5)), row.getString(6), row.getLong(7), row.getLong(8), row.getLong(9),
                row.getLong(10), row.getString(11)));
    }

    List<StoredTrade> trades() {
        return list("select trade_id, instrument_id, price_ticks, quantity_lots, quote_amount, maker_order_id, taker_order_id," +
            " maker_account_id, taker_account_id, maker_fee, taker_fee from trades order by instrument_id, trade_id",
            row -> new StoredTrade(row.getLong(1), row.getInt(2), row.getLong(3), row.getLong(4), row.getLong(5),
                row.getLong(6), row.getLong(7), row.getLong(8), row.getLong(9), row.getLong(10), row.getLong(11)));
    }

    List<Balance> balances() {
        return list("select account_id, asset_id, available, locked from balances order by 1, 2", Database::balance);
    }

    List<Balance> ledgerSums() {
        return list("select account_id, asset_id, sum(available_delta), sum(locked_delta) from ledger_entries" +
            " group by 1, 2 order by 1, 2", Database::balance);
    }

    private static Balance balance(final ResultSet row) throws SQLException {
        return new Balance(row.getLong(1), row.getInt(2), row.getLong(3), row.getLong(4));
    }

    private <T> List<T> list(final String sql, final Row<T> reader) {
        try (Connection connection = connect(); Statement statement = connection.createStatement();
            ResultSet rows = statement.executeQuery(sql)) {
            final List<T> list = new ArrayList<>();
            while (rows.next()) {
                list.add(reader.read(rows));
            }
            return list;
        } catch (final SQLException ex) {
            throw new IllegalStateException("PostgreSQL at " + url + ": " + sql + ": " + ex.getMessage(), ex);
        }
    }

    /** A connection of its own, for the caller to close. */
    Connection connect() throws SQLException {
        try {
            final Properties properties = new Properties();
            properties.setProperty("user", "bourse");
            properties.setProperty("password", Files.readString(passwordFile).trim());
            properties.setProperty("connectTimeout", "3");
            properties.setProperty("socketTimeout", "30");
            return DriverManager.getConnection(url, properties);
        } catch (final IOException ex) {
            throw new UncheckedIOException(ex);
        }
    }
}
