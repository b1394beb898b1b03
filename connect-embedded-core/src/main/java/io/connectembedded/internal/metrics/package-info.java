/**
 * Meters by role, under Connect's own JMX names. Entry: {@link io.connectembedded.internal.metrics.ConnectMetrics}, the
 * registry of one worker; a {@link io.connectembedded.internal.metrics.MetricGroup} lives as long as the thing it
 * measures. Meters are recorded once a batch by the thread that owns the task and read by any. Imports no other room
 * but {@code lifecycle}.
 */
@NullMarked
package io.connectembedded.internal.metrics;

import org.jspecify.annotations.NullMarked;
