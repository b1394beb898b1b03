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
package io.connectembedded.samples.benchmarks.flush;

import java.util.Comparator;
import java.util.List;
import java.util.function.ToLongFunction;
import java.util.stream.Stream;

/** What one commit took, and how many bytes all threads allocated meanwhile. */
record Flush(long nanos, long bytes) {

    private static final String ANSWER = "FLUSH ";

    static Stream<Flush> parse(String line) {
        if (!line.startsWith(ANSWER)) {
            return Stream.empty();
        }
        String[] numbers = line.substring(ANSWER.length()).split(" ", -1);
        return Stream.of(new Flush(Long.parseLong(numbers[0]), Long.parseLong(numbers[1])));
    }

    static Flush median(List<Flush> flushes) {
        return new Flush(middle(flushes, Flush::nanos), middle(flushes, Flush::bytes));
    }

    private static long middle(List<Flush> flushes, ToLongFunction<Flush> number) {
        return number.applyAsLong(flushes.stream()
                .sorted(Comparator.comparingLong(number))
                .toList()
                .get(flushes.size() / 2));
    }
}
