/**
 * Connect's string maps, typed and checked. Entry: {@link io.connectembedded.internal.config.WorkerConfig} and {@link
 * io.connectembedded.internal.config.ConnectorConfig}; problems are collected, never thrown one by one. Values are
 * immutable and may be read by every thread. May import {@code plugin}.
 */
@NullMarked
package io.connectembedded.internal.config;

import org.jspecify.annotations.NullMarked;
