package io.connectembedded.internal.engine.control;

import io.connectembedded.internal.engine.event.Events;
import io.connectembedded.internal.lifecycle.WorkerThreads;
import io.connectembedded.internal.metrics.ConnectMetrics;
import io.connectembedded.internal.metrics.WorkerMeters;
import io.connectembedded.internal.offset.OffsetStorage;
import java.time.Duration;
import org.apache.kafka.common.utils.Time;

/** What the control of every connector and task needs of its worker. */
public record Services(String workerId, ControlLoop control, WorkerThreads threads, Time time, Events events,
        TaskFactory tasks, OffsetStorage storage, ConnectMetrics metrics, WorkerMeters meters, Abandoned abandoned,
        Duration grace) {}
