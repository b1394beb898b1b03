/**
 * Assembles and owns everything. Entry: {@link io.connectembedded.internal.engine.WorkerBuilder}, which builds an {@link
 * io.connectembedded.internal.engine.EmbeddedWorker}; its every start makes one {@link
 * io.connectembedded.internal.engine.Engine}, put together by {@link io.connectembedded.internal.engine.Assembly}. Entered
 * by host threads, which only post commands and read views. May import every other room.
 */
@NullMarked
package io.connectembedded.internal.engine;

import org.jspecify.annotations.NullMarked;
