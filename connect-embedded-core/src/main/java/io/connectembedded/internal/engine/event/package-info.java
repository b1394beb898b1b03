/**
 * What happened, told to the host. Entry: {@link io.connectembedded.internal.engine.event.EventThread}, the one thread
 * on which listeners and the dependents of completions run, outside every lock.
 */
@NullMarked
package io.connectembedded.internal.engine.event;

import org.jspecify.annotations.NullMarked;
