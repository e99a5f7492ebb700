package io.bourse.deploy;

import io.bourse.wire.Principal;
import io.bourse.wire.Profile;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/**
 * The options of one role, under the names that the role documents. Read in this process, or written to an argument
 * file for a process of its own: the one configuration format.
 *
 * @param name      of the role, such as {@code member-0}
 * @param mainClass of its process
 * @param settings  its options
 */
record RoleConfiguration(String name, String mainClass, List<Setting> settings) {
    /** Role. */
    static final String GATEWAY = "gateway";
    /** Role. */
    static final String MARKET_DATA = "market-data";
    /** Role. */
    static final String PERSISTENCE = "persistence";

    private static final String READ_WITH = "# Read with: java ... ";

    /** One option. */
    private record Setting(String comment, String option, String value) {
    }

    RoleConfiguration {
        settings = List.copyOf(settings);
    }

    /** A member of the cluster. */
    static RoleConfiguration member(final Settings settings, final int memberId) {
        final String name = Principal.MEMBER.named(memberId);
        final Builder builder = new Builder(name, "io.bourse.node.ClusterNode")
            .set("which member of the cluster this is, from 0", "--member-id", memberId)
            .cluster(settings)
            .set("file with the key that members share", "--cluster-key-file", secrets(settings).clusterKeyFile())
            .set("log, snapshots and event recording of this member", "--data-dir", settings.folder().member(memberId))
            .set("buffers of its media driver, best in memory", "--aeron-dir", settings.folder().aeron(name))
            .profile(settings);
        for (final String each : settings.memberOptions()) {
            final int end = each.indexOf('=');
            builder.set("as ./bourse cluster up was told", each.substring(0, end), each.substring(end + 1));
        }
        return builder.build();
    }

    /** The name of the process with a number, from 1: the first is called as its role is. */
    static String name(final String role, final int number) {
        return number == 1 ? role : role + "-" + number;
    }

    /** A gateway; each has the HTTP port after the one before it. */
    static RoleConfiguration gateway(
        final Settings settings, final int number, final ServerAddresses servers, final String aeronDir) {
        return new Builder(name(GATEWAY, number), "io.bourse.gateway.Gateway")
            .set("number of this gateway, which no other has", "--gateway-id", number)
            .principal(settings, Principal.GATEWAY, number)
            .set("address on which REST and WebSocket are served", "--http-host", Settings.HOST)
            .set("TCP port of REST and WebSocket", "--http-port", settings.httpPort(number))
            .set("demo: unsigned requests may name a demo user; signed: never", "--identity", "demo")
            .set("withdrawals are settled at once, without an operator", "--auto-settle", true)
            .set("file with the key that encrypts API secrets", "--master-key-file", secrets(settings).masterKeyFile())
            .cluster(settings).aeron(settings, aeronDir).redis(settings, servers).postgres(settings, servers)
            .build();
    }

    /** market-data; of several one works and the others stand by. */
    static RoleConfiguration marketData(
        final Settings settings, final int number, final ServerAddresses servers, final String aeronDir) {
        return new Builder(name(MARKET_DATA, number), "io.bourse.marketdata.MarketData")
            .principal(settings, Principal.MARKET_DATA, number)
            .cluster(settings).aeron(settings, aeronDir).redis(settings, servers)
            .build();
    }

    /** persistence; of several one works and the others stand by. */
    static RoleConfiguration persistence(
        final Settings settings, final int number, final ServerAddresses servers, final String aeronDir) {
        return new Builder(name(PERSISTENCE, number), "io.bourse.persistence.Persistence")
            .principal(settings, Principal.PERSISTENCE, number)
            .cluster(settings).aeron(settings, aeronDir).postgres(settings, servers)
            .build();
    }

    /** A profile as options and files have it. */
    static String text(final Profile profile) {
        return profile.name().toLowerCase(Locale.ROOT);
    }

    /** As a command line has them. */
    String[] arguments() {
        return settings.stream().flatMap(each -> List.of(each.option(), each.value()).stream()).toArray(String[]::new);
    }

    /** Writes the argument file for {@code @file}: an argument per line. */
    Path write(final DataFolder folder) {
        final StringBuilder text = new StringBuilder(1024)
            .append("# Options of ").append(name).append(", written by ./bourse at each start.\n")
            .append(READ_WITH).append(mainClass).append(" @thisfile\n");
        for (final Setting each : settings) {
            text.append("\n# ").append(each.comment()).append('\n')
                .append(argument(each)).append('\n');
        }
        final Path file = folder.conf().resolve(name + ".conf");
        try {
            DataFolder.writeAtomically(file, text.toString(), "rw-------");
        } catch (final IOException e) {
            throw new StartupException("cannot write " + file + ": " + e, e);
        }
        return file;
    }

    /** The main class of the process whose argument file this is. */
    static String mainClassOf(final Path file) {
        try (Stream<String> lines = Files.lines(file)) {
            return lines.filter(line -> line.startsWith(READ_WITH)).findFirst()
                .map(line -> line.substring(READ_WITH.length(), line.lastIndexOf(' ')))
                .orElseThrow(() -> new StartupException(
                    file + " does not say what reads it; ./bourse cluster up writes it anew"));
        } catch (final IOException e) {
            throw new StartupException("cannot read " + file + ": " + e, e);
        }
    }

    private static String argument(final Setting setting) {
        final String argument = setting.option() + "=" + setting.value();
        return argument.chars().anyMatch(c -> c == ' ' || c == '\'' || c == '"' || c == '\\')
            ? '"' + argument.replace("\\", "\\\\").replace("\"", "\\\"") + '"' : argument;
    }

    private static Secrets secrets(final Settings settings) {
        return new Secrets(settings.folder().secrets());
    }

    private static final class Builder {
        private final String name;
        private final String mainClass;
        private final List<Setting> settings = new ArrayList<>();

        private Builder(final String name, final String mainClass) {
            this.name = name;
            this.mainClass = mainClass;
        }

        private Builder set(final String comment, final String option, final Object value) {
            settings.add(new Setting(comment, option, value.toString()));
            return this;
        }

        private Builder cluster(final Settings all) {
            return set("hosts of the members, by member id", "--cluster-hosts", String.join(",", all.clusterHosts()))
                .set("first UDP port of member 0; each member has 100", "--cluster-port-base", all.clusterPortBase());
        }

        private Builder principal(final Settings all, final Principal kind, final int number) {
            return set("file with the key by which members know this process", "--principal-key-file",
                secrets(all).principalKeyFile(kind.named(number)));
        }

        private Builder profile(final Settings all) {
            return set("dev, fast or durable", "--profile", text(all.profile()));
        }

        private Builder aeron(final Settings all, final String aeronDir) {
            profile(all);
            return aeronDir == null ? this : set("directory of a running media driver", "--aeron-dir", aeronDir);
        }

        private Builder redis(final Settings all, final ServerAddresses servers) {
            return set("Redis", "--redis-url", servers.redisUrlWithPassword(secrets(all)));
        }

        private Builder postgres(final Settings all, final ServerAddresses servers) {
            return set("PostgreSQL", "--postgres-url", servers.postgresUrl())
                .set("its user", "--postgres-user", PostgresServer.USER)
                .set("file with the password", "--postgres-password-file", secrets(all).postgresPasswordFile());
        }

        private RoleConfiguration build() {
            return new RoleConfiguration(name, mainClass, settings);
        }
    }
}
