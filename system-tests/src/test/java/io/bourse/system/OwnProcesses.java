package io.bourse.system;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * The processes that one exchange under test consists of, whoever their parent is by now: those that inherited its mark
 * in the environment, and servers that wiped theirs but name the data folder or work in it.
 */
final class OwnProcesses {
    /** Environment variable that carries the mark. */
    static final String MARK_NAME = "BOURSE_TEST_MARK";

    private final String mark;
    private final String dataFolder;

    OwnProcesses(final String mark, final Path dataFolder) {
        this.mark = MARK_NAME + "=" + mark;
        this.dataFolder = dataFolder.toString();
    }

    /** Those alive now. */
    List<ProcessHandle> alive() {
        return ProcessHandle.allProcesses().filter(this::isOurs).toList();
    }

    /** One line for each that is alive. */
    List<String> descriptions() {
        return alive().stream().map(process -> {
            final String commandLine = read(process.pid(), "cmdline").replace('\0', ' ');
            return process.pid() + " " + commandLine.substring(0, Math.min(160, commandLine.length()));
        }).toList();
    }

    /** Ends all at once, with SIGKILL, and returns when they are gone: a dying process can no longer be told by its mark. */
    void killAll() {
        final List<ProcessHandle> killed = alive();
        killed.forEach(ProcessHandle::destroyForcibly);
        Await.until("the end of all processes", Duration.ofSeconds(20),
            () -> killed.stream().noneMatch(process -> Files.exists(Path.of("/proc/" + process.pid() + "/stat"))));
    }

    /** CPU time used so far by the threads of those alive, in ms, by the name of the thread. */
    Map<String, Long> cpuMsByThread() {
        final Map<String, Long> cpuMs = new TreeMap<>();
        for (final ProcessHandle process : alive()) {
            final String[] threads = Path.of("/proc/" + process.pid() + "/task").toFile().list();
            for (final String thread : threads == null ? new String[0] : threads) {
                final String name = read(process.pid(), "task/" + thread + "/comm").trim();
                cpuMs.merge(name, cpuMs(read(process.pid(), "task/" + thread + "/stat")), Long::sum);
            }
        }
        return cpuMs;
    }

    /** CPU time used so far by those alive, in ms. */
    long cpuMs() {
        return alive().stream().mapToLong(process -> cpuMs(read(process.pid(), "stat"))).sum();
    }

    /** Memory of those alive, shared pages counted once, in bytes. */
    long residentBytes() {
        return alive().stream().mapToLong(process -> proportionalKilobytes(process.pid()) * 1024).sum();
    }

    private boolean isOurs(final ProcessHandle process) {
        final long pid = process.pid();
        return pid != ProcessHandle.current().pid() && !isZombie(pid) &&
            (read(pid, "environ").contains(mark) || read(pid, "cmdline").contains(dataFolder + "/") ||
                workingFolder(pid).startsWith(dataFolder));
    }

    /** Dead and only remembered by its parent. While threads of a killed process are still dying, it is not that yet. */
    private static boolean isZombie(final long pid) {
        final String stat = read(pid, "stat");
        if (stat.isEmpty()) {
            return true;
        }
        final String[] threads = Path.of("/proc/" + pid + "/task").toFile().list();
        return stat.charAt(stat.lastIndexOf(')') + 2) == 'Z' && (threads == null || threads.length <= 1);
    }

    /** Of a process or a thread. */
    private static long cpuMs(final String stat) {
        if (stat.isEmpty()) {
            return 0;
        }
        // Behind the name in parentheses: state is field 3, utime 14, stime 15, in ticks of 10 ms.
        final String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
        return 10 * (Long.parseLong(fields[11]) + Long.parseLong(fields[12]));
    }

    private static long proportionalKilobytes(final long pid) {
        try (Stream<String> lines = read(pid, "smaps_rollup").lines()) {
            return lines.filter(line -> line.startsWith("Pss:")).mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
                .findFirst().orElse(0);
        }
    }

    private static String workingFolder(final long pid) {
        try {
            return Files.readSymbolicLink(Path.of("/proc/" + pid + "/cwd")).toString();
        } catch (final IOException ex) {
            return "";
        }
    }

    private static String read(final long pid, final String file) {
        try {
            return Files.readString(Path.of("/proc/" + pid + "/" + file), StandardCharsets.ISO_8859_1);
        } catch (final IOException ex) {
            return "";
        }
    }
}
