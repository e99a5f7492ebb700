package io.bourse.gateway.cluster;

import io.bourse.node.ClusterNode;
import io.bourse.wire.ClusterEndpoints;
import io.bourse.wire.ClusterKey;
import io.bourse.wire.PrincipalKey;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.DatagramSocket;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** Members in processes of their own, on free ports, so that they can be killed as processes are. */
final class MemberProcesses implements AutoCloseable {
    private static final long AWAIT_TIMEOUT_NS = TimeUnit.SECONDS.toNanos(60);
    private static final int PORT_FIRST = 20_000;
    private static final int PORT_LAST = 60_000;

    private final Path folder;
    private final ClusterEndpoints endpoints;
    private final Process[] processes;
    private final ClusterKey clusterKey;

    MemberProcesses(final Path folder, final int memberCount) {
        this.folder = folder;
        try {
            this.clusterKey = ClusterKey.readOrCreate(folder.resolve("cluster-key"));
        } catch (final IOException e) {
            throw new UncheckedIOException(e);
        }
        this.processes = new Process[memberCount];
        this.endpoints = new ClusterEndpoints(Collections.nCopies(memberCount, "localhost"), freePortBase(memberCount));
    }

    static void await(final String what, final BooleanSupplier condition) {
        final long deadlineNs = System.nanoTime() + AWAIT_TIMEOUT_NS;
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() - deadlineNs >= 0) {
                throw new AssertionError("waited in vain for " + what);
            }
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(2));
        }
    }

    PrincipalKey key(final int gatewayId) {
        return clusterKey.principal("gw-" + gatewayId);
    }

    ClusterEndpoints endpoints() {
        return endpoints;
    }

    void startAll() {
        for (int i = 0; i < processes.length; i++) {
            start(i);
        }
    }

    void start(final int memberId) {
        final List<String> command = new ArrayList<>(List.of(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-Xmx256m", "-XX:+UseSerialGC",
            "-XX:TieredStopAtLevel=1", "--add-opens", "java.base/jdk.internal.misc=ALL-UNNAMED",
            "--add-opens", "java.base/java.util.zip=ALL-UNNAMED", "-cp", classPath(), ClusterNode.class.getName()));
        command.addAll(List.of(arguments(memberId)));
        try {
            processes[memberId] = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(new File(folder.toFile(), "member-" + memberId + ".log")))
                .start();
        } catch (final IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    String[] arguments(final int memberId) {
        return new String[] {
            "--member-id", "" + memberId, "--cluster-hosts", String.join(",", endpoints.hosts()),
            "--cluster-port-base", "" + endpoints.portBase(), "--data-dir", dataDir(memberId).toString(),
            "--cluster-key-file", folder.resolve("cluster-key").toString(), "--profile", "dev", "--snapshot-interval", "0"};
    }

    /** The member that says that it leads; -1 for none. */
    int leader() {
        for (int i = 0; i < processes.length; i++) {
            if (processes[i] != null && processes[i].isAlive() && ClusterNode.isLeader(dataDir(i))) {
                return i;
            }
        }
        return -1;
    }

    /** As kill -9 does. */
    void kill(final int memberId) {
        processes[memberId].destroyForcibly();
        try {
            processes[memberId].waitFor();
        } catch (final InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        for (int i = 0; i < processes.length; i++) {
            if (processes[i] != null) {
                kill(i);
            }
        }
    }

    private Path dataDir(final int memberId) {
        return folder.resolve("member-" + memberId);
    }

    /** Surefire may have put the class path into the manifest of one jar, which works for other processes as well. */
    private static String classPath() {
        return System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
    }

    static int freePortBase(final int memberCount) {
        for (int base = PORT_FIRST + (int) (System.nanoTime() & 0x3FFF); base < PORT_LAST; base += 700) {
            if (isFree(base, memberCount)) {
                return base;
            }
        }
        throw new IllegalStateException("no free ports");
    }

    private static boolean isFree(final int base, final int memberCount) {
        final int[] offsets = {1, 2, 3, 4, 5};
        return Arrays.stream(offsets).allMatch(offset -> {
            for (int member = 0; member < memberCount; member++) {
                try (DatagramSocket socket = new DatagramSocket(base + 100 * member + offset)) {
                    socket.getLocalPort();
                } catch (final IOException taken) {
                    return false;
                }
            }
            return true;
        });
    }
}
