package io.bourse.node;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

import java.nio.file.Path;

/** Settings of one member. The same arguments may stand in a file that is named as {@code @file}. */
@Command(
    name = "cluster-node", mixinStandardHelpOptions = true, sortOptions = false,
    description = "One member of the exchange's cluster.")
public final class NodeOptions extends DataOptions {
    @Option(
        names = "--member-id", required = true, paramLabel = "N",
        description = "Number of this member: its place in --cluster-hosts, from 0.")
    private int memberId;

    @Option(
        names = "--cluster-key-file", required = true, paramLabel = "FILE",
        description = "File with the secret that all members share and the keys of all others are derived from, readable by "
            + "its owner only.")
    private Path clusterKeyFile;

    @Mixin
    private MemberOptions members = new MemberOptions();

    /** Number of this member. */
    public int memberId() {
        return memberId;
    }

    /** File with the secret of the members. */
    public Path clusterKeyFile() {
        return clusterKeyFile;
    }

    /** What is the same on all members. */
    public MemberOptions members() {
        return members;
    }

    @Override
    protected void validate() {
        final int memberCount = endpoints().memberCount();
        if (memberCount % 2 == 0) {
            throw new IllegalArgumentException(
                "--cluster-hosts names " + memberCount + " members, must be an odd number");
        }
        requireRange("--member-id", memberId, 0, memberCount - 1, " for --cluster-hosts");
        members.validate();
    }
}
