/**
 * The source pipeline: poll, convert, submit, send, ack, commit. Entry: {@link
 * io.connectembedded.internal.source.WorkerSourceTask}, whose {@code iterate} is the way of a batch. Driven by one task
 * thread; acknowledgements come on the producer's thread, periodic commits on the {@code offset-commits} thread. (A sink
 * converts and then transforms, a source the other way round.) Never imports {@code sink}.
 */
@NullMarked
package io.connectembedded.internal.source;

import org.jspecify.annotations.NullMarked;
