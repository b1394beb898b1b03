/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * You may obtain a copy of the License at
 *
 *     http://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software
 * distributed under the License is distributed on an "AS IS" BASIS,
 * WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied.
 * See the License for the specific language governing permissions and
 * limitations under the License.
 */
package io.connectembedded.internal.lifecycle;

import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Whether and when code of one connector that does not return is interrupted (trap 13). An interrupt closes every file
 * channel its thread is in, also one that the plug-in shares with the host: who fears that has it switched off.
 */
public final class Interrupts {

    /** After half of the grace. */
    public static final Interrupts USUAL = new Interrupts(null);

    private static final Interrupts NEVER = new Interrupts(Duration.ofMillis(-1));

    private final @Nullable Duration after; // null: half of the grace; negative: never

    private Interrupts(@Nullable Duration after) {
        this.after = after;
    }

    /** By the connector's own word in milliseconds, negative for never, or as usual. */
    public static Interrupts of(@Nullable Long afterMs) {
        if (afterMs == null) {
            return USUAL;
        }
        return afterMs < 0 ? NEVER : new Interrupts(Duration.ofMillis(afterMs));
    }

    /** Of a config that nobody has checked yet: what is no number is as usual. */
    public static Interrupts written(@Nullable String afterMs) {
        try {
            return afterMs == null ? USUAL : of(Long.valueOf(afterMs.trim()));
        } catch (NumberFormatException e) {
            // The check this is for says so.
            return USUAL;
        }
    }

    /** Without the delay, for an end in a hurry; never stays never. */
    public Interrupts atOnce() {
        return isNever() ? this : of(0L);
    }

    public boolean isNever() {
        return after != null && after.isNegative();
    }

    /** When to interrupt what has this long to end; empty: not at all. */
    public Optional<Duration> within(Duration grace) {
        if (isNever()) {
            return Optional.empty();
        }
        Duration wanted = after == null ? grace.dividedBy(2) : after;
        return Optional.of(wanted.compareTo(grace) > 0 ? grace : wanted);
    }
}
