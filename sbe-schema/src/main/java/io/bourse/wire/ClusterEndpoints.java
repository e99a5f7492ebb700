package io.bourse.wire;

import java.util.List;

/**
 * Where the members of the cluster listen: a host per member, and ports counted from one base, 100 to a member. The
 * only place that knows the port layout.
 *
 * @param hosts    of the members, by member id
 * @param portBase first port of member 0; member n begins at {@code portBase + 100 n}
 */
public record ClusterEndpoints(List<String> hosts, int portBase) {
    /** Ports set aside for each member. */
    public static final int PORTS_PER_MEMBER = 100;
    /** Most members that a cluster may have. */
    public static final int MAX_MEMBERS = 7;

    private static final int INGRESS = 1;
    private static final int CONSENSUS = 2;
    private static final int LOG = 3;
    private static final int CATCHUP = 4;
    private static final int ARCHIVE = 5;

    /**
     * @throws IllegalArgumentException if there is no host, or more than {@link #MAX_MEMBERS}, or a port falls outside
     *                                  1024 to 65535
     */
    public ClusterEndpoints {
        hosts = List.copyOf(hosts);
        if (hosts.isEmpty() || hosts.size() > MAX_MEMBERS) {
            throw new IllegalArgumentException("members must be 1 to " + MAX_MEMBERS + ", not " + hosts.size());
        }
        if (portBase < 1024 || portBase + PORTS_PER_MEMBER * hosts.size() > 65535) {
            throw new IllegalArgumentException("cluster ports from " + portBase + " fall outside 1024 to 65535");
        }
    }

    /** Number of members. */
    public int memberCount() {
        return hosts.size();
    }

    /** What {@code AeronCluster.Context.ingressEndpoints} takes. */
    public String ingressEndpoints() {
        final StringBuilder text = new StringBuilder();
        for (int i = 0; i < hosts.size(); i++) {
            text.append(i == 0 ? "" : ",").append(i).append('=').append(endpoint(i, INGRESS));
        }
        return text.toString();
    }

    /** What {@code ConsensusModule.Context.clusterMembers} takes. */
    public String clusterMembers() {
        final StringBuilder text = new StringBuilder();
        for (int i = 0; i < hosts.size(); i++) {
            text.append(i == 0 ? "" : "|").append(i);
            for (final int offset : new int[]{INGRESS, CONSENSUS, LOG, CATCHUP, ARCHIVE}) {
                text.append(',').append(endpoint(i, offset));
            }
        }
        return text.toString();
    }

    /** What {@code ClusterBackup.Context.clusterConsensusEndpoints} takes. */
    public String consensusEndpoints() {
        final StringBuilder text = new StringBuilder();
        for (int i = 0; i < hosts.size(); i++) {
            text.append(i == 0 ? "" : ",").append(endpoint(i, CONSENSUS));
        }
        return text.toString();
    }

    /** Archive control channel of a member, where its event recording is found and replayed from. */
    public String archiveControlChannel(final int memberId) {
        return "aeron:udp?endpoint=" + endpoint(memberId, ARCHIVE);
    }

    /** Host of a member. */
    public String host(final int memberId) {
        return hosts.get(memberId);
    }

    private String endpoint(final int memberId, final int offset) {
        return hosts.get(memberId) + ":" + (portBase + PORTS_PER_MEMBER * memberId + offset);
    }
}
