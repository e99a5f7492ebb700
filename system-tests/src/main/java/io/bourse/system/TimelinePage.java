package io.bourse.system;

import java.util.List;
import java.util.Locale;

/** A run as one page: acknowledgements in every second, faults, who led; no script, nothing from elsewhere. */
final class TimelinePage {
    private static final int WIDTH = 1600;
    private static final int LEFT = 60;
    private static final int TOP = 30;
    private static final int HEIGHT = 320;
    private static final int STRIP = 18;
    private static final String[] LEADER_COLOURS = {"#2563eb", "#16a34a", "#9333ea"};

    private final ChaosReport report;
    private final long startNs;
    private final int seconds;
    private final StringBuilder page = new StringBuilder(64 * 1024);

    private TimelinePage(final ChaosReport report, final long startNs) {
        this.report = report;
        this.startNs = startNs;
        this.seconds = (int) Math.max(1, (System.nanoTime() - startNs) / 1_000_000_000L + 1);
    }

    static String of(
        final ChaosReport report, final Progress progress, final List<ChaosCampaign.Leadership> leaderships,
        final long startNs) {
        final TimelinePage timeline = new TimelinePage(report, startNs);
        timeline.head();
        timeline.chart(progress.perSecond(startNs, timeline.seconds), leaderships);
        timeline.tables();
        return timeline.page.append("</body></html>\n").toString();
    }

    private void head() {
        page.append("""
            <!DOCTYPE html><html lang="en"><head><meta charset="utf-8"><title>Bourse under chaos</title><style>
            body{font:14px system-ui,sans-serif;margin:24px;color:#1f2937;background:#fff}h1{font-size:20px}
            table{border-collapse:collapse;margin:16px 0}td,th{padding:3px 12px 3px 0;text-align:left;vertical-align:top}
            th{border-bottom:1px solid #9ca3af}td.n,th.n{text-align:right;font-variant-numeric:tabular-nums}
            .bad{color:#b91c1c;font-weight:600}.good{color:#15803d;font-weight:600}svg{max-width:100%;height:auto}
            svg text{font:11px system-ui,sans-serif;fill:#4b5563}
            </style></head><body>
            """);
        line("<h1>Seed %d, %d faults, profile %s</h1>", report.seed(), report.faults().size(), report.profile());
        line("<p>%s, commit %s, %d s, load average at the end %s. %,d orders sent, %,d acknowledged " +
            "(median %.1f ms, 99 %% in %.1f ms), %,d rejected, %,d with an unknown outcome; %,d trades. " +
            "<span class=\"%s\">%d violations</span></p>",
            report.startedAt(), escape(report.commit()), report.seconds(), escape(report.load()), report.sent(),
            report.acknowledged(), report.p50Ms(), report.p99Ms(), report.rejected(), report.unknown(), report.trades(),
            report.violations().isEmpty() ? "good" : "bad", report.violations().size());
    }

    private void chart(final int[] perSecond, final List<ChaosCampaign.Leadership> leaderships) {
        int most = 1;
        for (final int count : perSecond) {
            most = Math.max(most, count);
        }
        line("<svg viewBox=\"0 0 %d %d\" role=\"img\" aria-label=\"Acknowledgements per second\">", WIDTH, TOP + HEIGHT + 90);
        for (final FaultRecord fault : report.faults()) {
            final double from = x(fault.beganNs());
            line("<rect x=\"%.1f\" y=\"%d\" width=\"%.1f\" height=\"%d\" fill=\"#fecaca\"><title>%d %s: %s, gap %d ms</title>" +
                "</rect>", from, TOP, Math.max(1.5, x(fault.wellNs()) - from), HEIGHT, fault.number(), fault.kind().text(),
                escape(fault.text()), fault.gapMs());
            line("<text x=\"%.1f\" y=\"%d\" text-anchor=\"middle\">%d</text>", from, TOP - 8 - 11 * (fault.number() % 2),
                fault.number());
        }
        for (int i = 0; i <= 4; i++) {
            final double y = TOP + HEIGHT - i * HEIGHT / 4.0;
            line("<line x1=\"%d\" x2=\"%d\" y1=\"%.1f\" y2=\"%.1f\" stroke=\"#e5e7eb\"/>", LEFT, WIDTH, y, y);
            line("<text x=\"%d\" y=\"%.1f\" text-anchor=\"end\">%d</text>", LEFT - 6, y + 4, i * most / 4);
        }
        final double bar = (double) (WIDTH - LEFT) / seconds;
        for (int i = 0; i < perSecond.length; i++) {
            final double height = (double) perSecond[i] * HEIGHT / most;
            line("<rect x=\"%.2f\" y=\"%.1f\" width=\"%.2f\" height=\"%.1f\" fill=\"#0f766e\"/>", LEFT + i * bar,
                TOP + HEIGHT - height, Math.max(0.5, bar * 0.85), height);
        }
        line("<text x=\"%d\" y=\"%d\">acknowledged orders per second; red: from each fault until everything was well</text>",
            LEFT, TOP + HEIGHT + 80);
        leaders(leaderships);
        axis();
        line("</svg>");
    }

    private void leaders(final List<ChaosCampaign.Leadership> leaderships) {
        final int y = TOP + HEIGHT + 24;
        line("<text x=\"%d\" y=\"%d\" text-anchor=\"end\">leader</text>", LEFT - 6, y + 13);
        for (int i = 0; i < leaderships.size(); i++) {
            final ChaosCampaign.Leadership leadership = leaderships.get(i);
            final double from = Math.max(LEFT, x(leadership.sinceNs()));
            final double to = i + 1 < leaderships.size() ? x(leaderships.get(i + 1).sinceNs()) : WIDTH;
            final String colour = leadership.leader().isEmpty() ? "#fff" :
                LEADER_COLOURS[leadership.leader().charAt(1) - '0'];
            line("<rect x=\"%.1f\" y=\"%d\" width=\"%.1f\" height=\"%d\" fill=\"%s\"><title>%s</title></rect>", from, y,
                Math.max(0, to - from), STRIP, colour, leadership.leader().isEmpty() ? "nobody" : leadership.leader());
        }
        for (int i = 0; i < LEADER_COLOURS.length; i++) {
            line("<rect x=\"%d\" y=\"%d\" width=\"12\" height=\"12\" fill=\"%s\"/><text x=\"%d\" y=\"%d\">m%d</text>",
                WIDTH - 150 + 48 * i, TOP + HEIGHT + 70, LEADER_COLOURS[i], WIDTH - 134 + 48 * i, TOP + HEIGHT + 80, i);
        }
    }

    private void axis() {
        final int step = seconds <= 120 ? 10 : seconds <= 900 ? 60 : 300;
        for (int second = 0; second <= seconds; second += step) {
            line("<text x=\"%.1f\" y=\"%d\" text-anchor=\"middle\">%d s</text>",
                LEFT + (double) second * (WIDTH - LEFT) / seconds, TOP + HEIGHT + 16, second);
        }
    }

    private void tables() {
        report.violations().forEach(violation -> line("<p class=\"bad\">%s</p>", escape(violation)));
        line("<table><tr><th class=\"n\">no.</th><th class=\"n\">at, s</th><th>fault</th><th>what</th>" +
            "<th class=\"n\">gap, ms</th><th class=\"n\">gap at healing, ms</th><th class=\"n\">well after, ms</th></tr>");
        for (final FaultRecord fault : report.faults()) {
            line("<tr><td class=\"n\">%d</td><td class=\"n\">%.1f</td><td>%s</td><td>%s</td><td class=\"n\">%d</td>" +
                "<td class=\"n\">%s</td><td class=\"n\">%d</td></tr>", fault.number(), (fault.beganNs() - startNs) / 1e9,
                fault.kind().text(), escape(fault.text()), fault.gapMs(),
                fault.healGapMs() == 0 ? "" : Long.toString(fault.healGapMs()), fault.wellAfterMs());
        }
        line("</table><ul>");
        report.notes().forEach(note -> line("<li>%s</li>", escape(note)));
        line("</ul>");
    }

    private double x(final long atNs) {
        return LEFT + (atNs - startNs) / 1e9 * (WIDTH - LEFT) / seconds;
    }

    private void line(final String format, final Object... values) {
        page.append(String.format(Locale.ROOT, format, values)).append('\n');
    }

    private static String escape(final String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace("\"", "&quot;");
    }
}
