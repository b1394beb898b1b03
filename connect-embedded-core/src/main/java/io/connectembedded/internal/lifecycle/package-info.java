/**
 * Who runs when: thread bodies, states, and the scopes around plug-in code. Entry: {@link
 * io.connectembedded.internal.lifecycle.TaskRunner}, the body of every task thread. Every thread of a worker is made by
 * {@link io.connectembedded.internal.lifecycle.WorkerThreads}. Time comes from Kafka's {@code Time}, handed in by the
 * assembly. Every package of the runtime may import this one; it imports none of them.
 */
@NullMarked
package io.connectembedded.internal.lifecycle;

import org.jspecify.annotations.NullMarked;
