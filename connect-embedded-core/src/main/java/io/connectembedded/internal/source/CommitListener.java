package io.connectembedded.internal.source;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Told of every commit of source offsets that wrote something or failed; on the thread that found out. */
@FunctionalInterface
public interface CommitListener {
    void committed(int partitions, Duration took, @Nullable Throwable failure);
}
