/**
 * Connectors made of the host's functions. Entry: {@link io.connectembedded.internal.inapp.InAppSinkConnector}. A
 * function runs on the thread of its task. May import {@code source}, {@code sink}, {@code offset}, {@code convert} and
 * {@code lifecycle}.
 */
@NullMarked
package io.connectembedded.internal.inapp;

import org.jspecify.annotations.NullMarked;
