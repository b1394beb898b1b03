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
package io.connectembedded.samples.benchmarks;

import java.time.Duration;
import java.util.List;

/** What was measured of one contestant, in ascending order; never empty. */
public record Samples(List<Duration> sorted) {

    public Samples {
        if (sorted.isEmpty()) {
            throw new IllegalArgumentException("no samples");
        }
        sorted = sorted.stream().sorted().toList();
    }

    /** The middle one, or the mean of the two in the middle. */
    public Duration median() {
        int half = sorted.size() / 2;
        return sorted.size() % 2 == 1
                ? sorted.get(half)
                : sorted.get(half - 1).plus(sorted.get(half)).dividedBy(2);
    }

    public Duration least() {
        return sorted.get(0);
    }

    public Duration most() {
        return sorted.get(sorted.size() - 1);
    }

    /** This median as a share of the other's. */
    public double ratioTo(Samples other) {
        return (double) median().toNanos() / other.median().toNanos();
    }
}
