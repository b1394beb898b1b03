/**
 * The sink pipeline: poll, convert, put, delivered, preCommit, commit. Entry: {@link
 * io.connectembedded.internal.sink.WorkerSinkTask}, whose {@code iterate} is the way of a batch. Everything here runs on
 * one task thread, rebalance callbacks included. (A source transforms and then converts, a sink the other way round.)
 * Never imports {@code source}.
 */
@NullMarked
package io.connectembedded.internal.sink;

import org.jspecify.annotations.NullMarked;
