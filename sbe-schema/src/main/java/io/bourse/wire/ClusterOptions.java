package io.bourse.wire;

import picocli.CommandLine;
import picocli.CommandLine.Option;

import java.util.List;

/** What every process of the exchange is told. The same arguments may stand in a file that is named as {@code @file}. */
public abstract class ClusterOptions {
    @Option(
        names = "--cluster-hosts", split = ",", defaultValue = "localhost", paramLabel = "HOST",
        description = "Hosts of all members, by member id, separated by commas (default: ${DEFAULT-VALUE}).")
    private List<String> clusterHosts;

    @Option(
        names = "--cluster-port-base", defaultValue = "9000", paramLabel = "PORT",
        description = "First UDP port of member 0; member n begins 100 n higher (default: ${DEFAULT-VALUE}).")
    private int clusterPortBase;

    @Option(
        names = "--profile", defaultValue = "durable", paramLabel = "PROFILE",
        description = "dev: nearly no load while idle; fast: low latency, not safe against power loss of a majority; "
            + "durable: the same and on disk before it counts (default: ${DEFAULT-VALUE}).")
    private Profile profile;

    private boolean isHelp;

    /** Where all members listen. */
    public final ClusterEndpoints endpoints() {
        return new ClusterEndpoints(clusterHosts, clusterPortBase);
    }

    /** Of the process. */
    public final Profile profile() {
        return profile;
    }

    /** Whether help was asked for: it is printed already, and there is nothing else to do. */
    public final boolean isHelp() {
        return isHelp;
    }

    /**
     * Reads arguments into options.
     *
     * @return the options
     * @throws IllegalArgumentException for arguments that are unknown, missing or wrong; the message says which
     */
    public static <T extends ClusterOptions> T read(final T options, final String... arguments) {
        final ClusterOptions common = options;
        try {
            common.isHelp = CommandLine.printHelpIfRequested(
                new CommandLine(options).setCaseInsensitiveEnumValuesAllowed(true).parseArgs(arguments));
        } catch (final CommandLine.ParameterException wrong) {
            throw new IllegalArgumentException(wrong.getMessage(), wrong);
        }
        if (!common.isHelp) {
            common.endpoints();
            common.validate();
        }
        return options;
    }

    /**
     * Checks a number.
     *
     * @param option its name, for the message
     * @param unit   in the plural, with a blank before it, or empty
     * @throws IllegalArgumentException if it is less than {@code min} or more than {@code max}
     */
    public static void requireRange(
        final String option, final long value, final long min, final long max, final String unit) {
        if (value < min || value > max) {
            throw new IllegalArgumentException(option + " must be " + min + " to " + max + unit + ", not " + value);
        }
    }

    /**
     * Checks what the types of the options leave open.
     *
     * @throws IllegalArgumentException with a sentence that says which option is wrong
     */
    protected abstract void validate();
}
