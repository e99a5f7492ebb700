package io.bourse.benchmarks;

import java.util.List;
import java.util.Locale;

/** Lines over a logarithmic axis of orders, as SVG. */
final class GrowthPlot {
    private static final String[] COLOURS = {"#1f77b4", "#2ca02c", "#d62728", "#17a2b8", "#8c8c00", "#9467bd"};
    private static final int WIDTH = 860;
    private static final int HEIGHT = 440;
    private static final int LEFT = 70;
    private static final int RIGHT = 250;
    private static final int TOP = 40;
    private static final int BOTTOM = 60;
    private static final int STEPS = 5;

    private final int[] resting;
    private final List<Line> lines;
    private final double top;

    /**
     * A line.
     *
     * @param name  in the legend
     * @param nanos per command, by size of the book
     */
    record Line(String name, double[] nanos) {
    }

    GrowthPlot(final int[] resting, final List<Line> lines) {
        this.resting = resting;
        this.lines = lines;
        double highest = 1;
        for (final Line line : lines) {
            for (final double nanos : line.nanos()) {
                highest = Math.max(highest, nanos);
            }
        }
        final double unit = Math.pow(10, Math.floor(Math.log10(highest)));
        top = Math.ceil(highest / unit) * unit;
    }

    String svg() {
        final StringBuilder svg = new StringBuilder();
        add(svg, "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"%d\" height=\"%d\" font-family=\"sans-serif\" " +
            "font-size=\"13\">", WIDTH, HEIGHT);
        add(svg, "<rect width=\"%d\" height=\"%d\" fill=\"white\"/>", WIDTH, HEIGHT);
        add(svg, "<text x=\"%d\" y=\"24\" font-size=\"15\">Nanoseconds of processor time a command, by orders that rest</text>",
            LEFT);
        for (int i = 0; i <= STEPS; i++) {
            final double nanos = top * i / STEPS;
            add(svg, "<line x1=\"%d\" x2=\"%d\" y1=\"%.1f\" y2=\"%.1f\" stroke=\"#ddd\"/>", LEFT, WIDTH - RIGHT, y(nanos),
                y(nanos));
            add(svg, "<text x=\"%d\" y=\"%.1f\" text-anchor=\"end\">%.0f</text>", LEFT - 8, y(nanos) + 4, nanos);
        }
        for (final int orders : resting) {
            add(svg, "<text x=\"%.1f\" y=\"%d\" text-anchor=\"middle\">%,d</text>", x(orders), HEIGHT - BOTTOM + 22, orders);
        }
        for (int i = 0; i < lines.size(); i++) {
            addLine(svg, lines.get(i), COLOURS[i % COLOURS.length], TOP + 24 * i);
        }
        return svg.append("</svg>\n").toString();
    }

    private void addLine(final StringBuilder svg, final Line line, final String colour, final int legendY) {
        final StringBuilder points = new StringBuilder();
        for (int i = 0; i < resting.length; i++) {
            points.append(String.format(Locale.ROOT, "%.1f,%.1f ", x(resting[i]), y(line.nanos()[i])));
        }
        add(svg, "<polyline fill=\"none\" stroke=\"%s\" stroke-width=\"2\" points=\"%s\"/>", colour, points.toString().trim());
        add(svg, "<text x=\"%d\" y=\"%d\" fill=\"%s\">%s</text>", WIDTH - RIGHT + 14, legendY + 10, colour, line.name());
    }

    private double x(final int orders) {
        final double from = Math.log10(resting[0]);
        final double to = Math.log10(resting[resting.length - 1]);
        return LEFT + 20 + (Math.log10(orders) - from) / (to - from) * (WIDTH - LEFT - RIGHT - 40);
    }

    private double y(final double nanos) {
        return HEIGHT - BOTTOM - nanos / top * (HEIGHT - TOP - BOTTOM);
    }

    private static void add(final StringBuilder svg, final String format, final Object... values) {
        svg.append(String.format(Locale.ROOT, format, values)).append('\n');
    }
}
