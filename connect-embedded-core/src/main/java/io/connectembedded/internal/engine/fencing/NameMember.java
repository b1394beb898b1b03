/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * You may obtain a copy of the License at
 *
 *     http://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software
 * distributed under the License is distributed on an "AS IS" BASIS,
 * WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied.
 * See the License for the specific language governing permissions and
 * limitations under the License.
 */
package io.connectembedded.internal.engine.fencing;

import io.connectembedded.internal.lifecycle.Failures;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.WakeupException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A member of the group that has a worker's name, from joining to leaving; the body of the keeper thread. */
final class NameMember implements Runnable, NameAssignor.Seat {

    private static final Logger LOG = LoggerFactory.getLogger(NameMember.class);

    /** The client wakes up for heartbeats by itself. */
    private static final Duration LONG = Duration.ofHours(1);

    private static final Duration AFTER_FAILURE = Duration.ofSeconds(2);
    private static final Duration LEAVE = Duration.ofMillis(800);

    private final NameGroup group;
    private final java.util.function.Consumer<String> lost;
    private final CompletableFuture<String> agreed = new CompletableFuture<>();
    private final CountDownLatch leaving = new CountDownLatch(1);
    private volatile @Nullable Consumer<byte[], byte[]> client;
    private String heldAs = ""; // keeper thread
    private boolean over; // keeper thread: somebody else has the name
    private boolean failing; // keeper thread

    /** {@code lost} is told who has the name after this one had it. */
    NameMember(NameGroup group, java.util.function.Consumer<String> lost) {
        this.group = group;
        this.lost = lost;
    }

    /** Done when it is known who has the name: empty when it is this one. */
    CompletableFuture<String> agreed() {
        return agreed;
    }

    /** Any thread. */
    void leave() {
        leaving.countDown();
        Consumer<byte[], byte[]> waiting = client;
        if (waiting != null) {
            waiting.wakeup();
        }
    }

    @Override
    public void run() {
        try (Closing closing = new Closing(group.newConsumer(this))) {
            client = closing.consumer;
            group.subscribe(closing.consumer);
            while (leaving.getCount() > 0 && !over) {
                poll(closing.consumer);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (Throwable t) {
            if (!agreed.completeExceptionally(t)) {
                LOG.warn(
                        "This worker no longer holds its name {}, so that another one of that name may start: {}",
                        group.worker(),
                        Failures.messageOf(t));
            }
        } finally {
            agreed.completeExceptionally(new IllegalStateException("it left before it was let in"));
        }
    }

    /** Leaves the group, so that the name is free at once. */
    private record Closing(Consumer<byte[], byte[]> consumer) implements AutoCloseable {
        @Override
        public void close() {
            // An interrupt would keep it from leaving.
            boolean interrupted = Thread.interrupted();
            consumer.close(CloseOptions.timeout(LEAVE));
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private void poll(Consumer<byte[], byte[]> consumer) throws InterruptedException {
        try {
            consumer.poll(LONG);
            failing = false;
        } catch (WakeupException e) {
            LOG.debug("Leaving the group {}", group.id(), e);
        } catch (KafkaException e) {
            if (!agreed.isDone()) {
                throw e;
            }
            if (!failing) {
                failing = true;
                LOG.warn("This worker cannot tell Kafka that it still has its name, and tries on: {}", group.told(e));
            }
            var unused = leaving.await(AFTER_FAILURE.toMillis(), TimeUnit.MILLISECONDS);
        }
    }

    @Override
    public String heldAs() {
        return heldAs;
    }

    @Override
    public String by() {
        return NameGroup.here(group.worker());
    }

    @Override
    public void told(String holder, String holderBy, String self) {
        if (holder.equals(self)) {
            heldAs = self;
            agreed.complete("");
            return;
        }
        over = true;
        if (!agreed.complete(holderBy)) {
            lost.accept(holderBy);
        }
        Consumer<byte[], byte[]> polling = client;
        if (polling != null) {
            polling.wakeup();
        }
    }
}
