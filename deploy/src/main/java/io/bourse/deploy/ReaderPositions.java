package io.bourse.deploy;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;

/** How far the readers of the event stream have come, as their own checkpoints say. */
final class ReaderPositions {
    private static final int TIMEOUT_MS = 2_000;
    /** Words of market-data's checkpoint: version, epoch, sequence, start, next, hash, minute. */
    private static final int NEXT_POSITION_WORD = 4;

    private ReaderPositions() {
    }

    /** Position behind the newest event of each reader that can be asked, by its name. */
    static Map<String, Long> of(final DataFolder folder) {
        final Map<String, Long> positions = new TreeMap<>();
        Servers.former(folder).ifPresent(addresses -> {
            final Secrets secrets = new Secrets(folder.secrets());
            persistence(addresses, secrets, positions);
            marketData(addresses, secrets, positions);
        });
        return positions;
    }

    private static void persistence(
        final ServerAddresses addresses, final Secrets secrets, final Map<String, Long> positions) {
        final Properties properties = new Properties();
        properties.setProperty("user", PostgresServer.USER);
        properties.setProperty("password", Secrets.read(secrets.postgresPasswordFile()));
        properties.setProperty("connectTimeout", "2");
        properties.setProperty("socketTimeout", "3");
        try (Connection connection = DriverManager.getConnection(addresses.postgresUrl(), properties);
            Statement statement = connection.createStatement();
            ResultSet rows = statement.executeQuery("select consumer, next_position from consumer_checkpoint")) {
            while (rows.next()) {
                positions.put(rows.getString(1), rows.getLong(2));
            }
        } catch (final SQLException e) {
            // It does not answer, or has no tables yet: then there is no position to show.
            positions.remove("persistence");
        }
    }

    private static void marketData(
        final ServerAddresses addresses, final Secrets secrets, final Map<String, Long> positions) {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(Settings.HOST, addresses.redisPort()), TIMEOUT_MS);
            socket.setSoTimeout(TIMEOUT_MS);
            final String commands = "AUTH " + Secrets.read(secrets.redisPasswordFile()) + "\r\nGET bourse:checkpoint\r\n";
            socket.getOutputStream().write(commands.getBytes(StandardCharsets.US_ASCII));
            final BufferedReader answers =
                new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII));
            final boolean isThere = "+OK".equals(answers.readLine()) && !answers.readLine().startsWith("$-");
            final String[] words = isThere ? answers.readLine().split(" ") : new String[0];
            if (words.length > NEXT_POSITION_WORD) {
                positions.put("market-data", Long.parseLong(words[NEXT_POSITION_WORD]));
            }
        } catch (final IOException | NumberFormatException e) {
            // It does not answer: then there is no position to show.
            positions.remove("market-data");
        }
    }
}
