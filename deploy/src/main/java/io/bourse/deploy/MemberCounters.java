package io.bourse.deploy;

import io.aeron.AeronCounters;
import io.aeron.CncFileDescriptor;
import io.aeron.cluster.service.Cluster;
import io.bourse.service.ServiceCounters;
import io.bourse.wire.EventFrame;
import org.agrona.DirectBuffer;
import org.agrona.IoUtil;
import org.agrona.concurrent.status.CountersReader;

import java.io.File;
import java.nio.MappedByteBuffer;
import java.nio.file.Path;
import java.util.Optional;

/**
 * What a member says of itself in the counters of its media driver, read from outside its process.
 *
 * @param role              in the cluster
 * @param commitPosition    of the Raft log, in bytes
 * @param leadershipTermId  of the Raft log
 * @param refusals          sessions and requests that the member has refused since its start
 * @param eventPosition     recorded event stream, in bytes; -1 while it is not recorded
 * @param inElection        whether an election goes on
 * @param stateHashPosition of the Raft log, in bytes, to which the state hash belongs; -1 when there is none yet
 * @param stateHash         by which members are compared, see {@code --audit-interval}
 */
public record MemberCounters(
    Cluster.Role role, long commitPosition, long leadershipTermId, long eventPosition, boolean inElection, long refusals,
    long stateHashPosition, long stateHash) {
    private static final long ELECTION_CLOSED = 17;
    private static final int READ_ATTEMPTS_MAX = 100;
    private static final String EVENT_STREAM = " " + EventFrame.STREAM_ID + " ";

    /** Reads them; empty when the directory has no counters of a member. The member may be dead all the same. */
    public static Optional<MemberCounters> read(final Path aeronDirectory) {
        final File file = new File(aeronDirectory.toFile(), CncFileDescriptor.CNC_FILE);
        if (!file.exists()) {
            return Optional.empty();
        }
        MappedByteBuffer mapped = null;
        try {
            mapped = IoUtil.mapExistingFile(file, "cnc");
            return read(counters(mapped));
        } catch (final RuntimeException e) {
            // A file that is just being written, or of another version: nothing can be said.
            return Optional.empty();
        } finally {
            IoUtil.unmap(mapped);
        }
    }

    private static CountersReader counters(final MappedByteBuffer mapped) {
        final DirectBuffer header = CncFileDescriptor.createMetaDataBuffer(mapped);
        CncFileDescriptor.checkVersion(header.getInt(CncFileDescriptor.cncVersionOffset(0)));
        return new CountersReader(
            CncFileDescriptor.createCountersMetaDataBuffer(mapped, header),
            CncFileDescriptor.createCountersValuesBuffer(mapped, header));
    }

    private static Optional<MemberCounters> read(final CountersReader counters) {
        final long[] values = {-1, -1, -1, -1, -1, 0};
        final int[] stateHashIds = {-1, -1};
        counters.forEach((counterId, typeId, keyBuffer, label) -> {
            if (typeId == AeronCounters.CLUSTER_NODE_ROLE_TYPE_ID) {
                values[0] = counters.getCounterValue(counterId);
            } else if (typeId == AeronCounters.CLUSTER_COMMIT_POSITION_TYPE_ID) {
                values[1] = counters.getCounterValue(counterId);
            } else if (typeId == AeronCounters.ARCHIVE_RECORDING_POSITION_TYPE_ID && label.contains(EVENT_STREAM)) {
                values[2] = counters.getCounterValue(counterId);
            } else if (typeId == AeronCounters.CLUSTER_ELECTION_STATE_TYPE_ID) {
                values[3] = counters.getCounterValue(counterId);
            } else if (typeId == AeronCounters.CLUSTER_LEADERSHIP_TERM_ID_TYPE_ID) {
                values[4] = counters.getCounterValue(counterId);
            } else if (typeId == ServiceCounters.STATE_HASH_POSITION_TYPE_ID) {
                stateHashIds[0] = counterId;
            } else if (typeId == ServiceCounters.STATE_HASH_TYPE_ID) {
                stateHashIds[1] = counterId;
            } else if (label.startsWith("bourse sessions rejected") || label.startsWith("bourse requests refused")) {
                values[5] += counters.getCounterValue(counterId);
            }
        });
        if (values[0] < 0) {
            return Optional.empty();
        }
        final long[] stateHash = stateHash(counters, stateHashIds[0], stateHashIds[1]);
        return Optional.of(new MemberCounters(
            Cluster.Role.get((int) values[0]), values[1], values[4], values[2], values[3] >= 0 && values[3] != ELECTION_CLOSED,
            values[5], stateHash[0], stateHash[1]));
    }

    /** Position and hash that belong together: the member writes them while we read. */
    private static long[] stateHash(final CountersReader counters, final int positionId, final int hashId) {
        for (int attempt = 0; positionId >= 0 && hashId >= 0 && attempt < READ_ATTEMPTS_MAX; attempt++) {
            final long position = counters.getCounterValue(positionId);
            final long hash = counters.getCounterValue(hashId);
            if (position >= 0 && position == counters.getCounterValue(positionId)) {
                return new long[]{position, hash};
            }
        }
        return new long[]{-1, 0};
    }
}
