/**
 * Kafka clients: their settings for each purpose, and the factory that makes them. Entry: {@link
 * io.connectembedded.internal.clients.Clients}. Clients are made and closed on the thread of the task that owns them.
 * May import {@code config}.
 */
@NullMarked
package io.connectembedded.internal.clients;

import org.jspecify.annotations.NullMarked;
