package io.connectembedded.internal.metrics;

import io.connectembedded.metrics.MetricsSnapshot;
import java.time.Instant;
import java.util.Collections;
import java.util.Map;
import java.util.OptionalDouble;

/** Values by Connect's names, taken at one moment. */
record Snapshot(Instant takenAt, Map<String, Object> values) implements MetricsSnapshot {

    Snapshot {
        values = Collections.unmodifiableMap(values);
    }

    @Override
    public OptionalDouble number(String name) {
        return values.get(name) instanceof Number number
                ? OptionalDouble.of(number.doubleValue())
                : OptionalDouble.empty();
    }

    @Override
    public Map<String, Object> asMap() {
        return values;
    }

    double rate(String name) {
        return number(name).orElse(0);
    }

    long total(String name) {
        return (long) number(name).orElse(0);
    }
}
