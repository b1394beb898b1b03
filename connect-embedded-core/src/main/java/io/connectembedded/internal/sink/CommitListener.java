package io.connectembedded.internal.sink;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Told of every commit of consumer offsets that wrote something or failed; on the task thread. */
@FunctionalInterface
public interface CommitListener {
    void committed(int partitions, Duration took, @Nullable Throwable failure);
}
