/**
 * Judgement of what is. Entry: {@link io.connectembedded.internal.health.HealthCheck}, a function of statuses; any
 * thread. May import {@code metrics}.
 */
@NullMarked
package io.connectembedded.internal.health;

import org.jspecify.annotations.NullMarked;
