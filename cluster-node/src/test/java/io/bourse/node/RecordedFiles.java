package io.bourse.node;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** Finds its way about the files of an archive, for tests that damage them. */
final class RecordedFiles {
    private static final int CATALOG_ENTRY_LENGTH_STEP = 8;

    private RecordedFiles() {
    }

    /** Segment of the recording with the highest id. */
    static Path newestSegment(final Path dataDir) throws IOException {
        return segments(dataDir).getLast();
    }

    /** Last segment of the recording whose channel holds a text, found by the order of channels in the catalog. */
    static Path segmentHolding(final Path dataDir, final String text) throws IOException {
        final String catalog = new String(
            Files.readAllBytes(dataDir.resolve("archive/archive.catalog")), StandardCharsets.ISO_8859_1);
        final int at = catalog.indexOf(text);
        int recordingId = -1;
        for (int channel = catalog.indexOf("aeron:"); channel >= 0 && channel < at;
            channel = catalog.indexOf("aeron:", channel + CATALOG_ENTRY_LENGTH_STEP)) {
            recordingId++;
        }
        // Every entry holds two channels, the stripped and the original one.
        final String prefix = recordingId / 2 + "-";
        return segments(dataDir).stream()
            .filter(file -> file.getFileName().toString().startsWith(prefix)).reduce((a, b) -> b).orElseThrow();
    }

    /** Offset behind the last frame of a segment. */
    static long endOfFrames(final RandomAccessFile file) throws IOException {
        long offset = 0;
        while (offset + 32 <= file.length()) {
            file.seek(offset);
            final int frameLength = Integer.reverseBytes(file.readInt());
            if (frameLength <= 0) {
                return offset;
            }
            offset += frameLength + 31 & -32;
        }
        return offset;
    }

    private static List<Path> segments(final Path dataDir) throws IOException {
        try (Stream<Path> files = Files.list(dataDir.resolve("archive"))) {
            return files.filter(file -> file.toString().endsWith(".rec"))
                .sorted(Comparator.comparingLong(RecordedFiles::recordingId)).toList();
        }
    }

    private static long recordingId(final Path segment) {
        final String name = segment.getFileName().toString();
        return Long.parseLong(name.substring(0, name.indexOf('-')));
    }
}
