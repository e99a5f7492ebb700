package io.bourse.system;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** What a process can be reached by, as the kernel says. */
final class OpenSockets {
    private static final int LOCAL_ADDRESS = 1;
    private static final int STATE = 3;
    private static final int INODE = 9;
    private static final String LISTENS_TCP = "0A";
    private static final String UNCONNECTED_UDP = "07";

    private OpenSockets() {
    }

    /** Sockets that take packets or connections from anybody, at other addresses than 127.0.0.0/8 and ::1. */
    static List<String> beyondLoopback(final long pid) throws IOException {
        final Set<String> inodes = inodes(pid);
        final List<String> found = new ArrayList<>();
        for (final String table : List.of("udp", "udp6", "tcp", "tcp6")) {
            final Path file = Path.of("/proc/net", table);
            for (final String line : Files.exists(file) ? Files.readAllLines(file) : List.<String>of()) {
                final String[] words = line.trim().split("\\s+");
                final boolean isOpen = words.length > INODE &&
                    words[STATE].equals(table.startsWith("udp") ? UNCONNECTED_UDP : LISTENS_TCP);
                if (isOpen && inodes.contains(words[INODE]) && !isLoopback(words[LOCAL_ADDRESS])) {
                    found.add(table + " " + words[LOCAL_ADDRESS]);
                }
            }
        }
        return found;
    }

    /** In the kernel's words: 32-bit numbers in the byte order of the machine. */
    private static boolean isLoopback(final String address) {
        final String host = address.substring(0, address.indexOf(':'));
        return host.length() == 8 ? host.endsWith("7F") :
            host.equals("00000000000000000000000001000000") || host.startsWith("0000000000000000FFFF0000") && host.endsWith("7F");
    }

    private static Set<String> inodes(final long pid) throws IOException {
        final Set<String> inodes = new HashSet<>();
        try (Stream<Path> files = Files.list(Path.of("/proc/" + pid + "/fd"))) {
            for (final Path file : files.toList()) {
                try {
                    final String target = Files.readSymbolicLink(file).toString();
                    if (target.startsWith("socket:[")) {
                        inodes.add(target.substring("socket:[".length(), target.length() - 1));
                    }
                } catch (final NoSuchFileException closed) {
                    // The one that lists the folder, or a socket closed in the meantime.
                    continue;
                }
            }
        }
        return inodes;
    }
}
