/**
 * What a record passes on its way between Kafka and the plug-in. Entry: {@link
 * io.connectembedded.internal.transform.TaskConverters}. Used by the thread of the task that owns it. May import {@code
 * error}, {@code plugin}, {@code config} and {@code lifecycle}.
 */
@NullMarked
package io.connectembedded.internal.transform;

import org.jspecify.annotations.NullMarked;
