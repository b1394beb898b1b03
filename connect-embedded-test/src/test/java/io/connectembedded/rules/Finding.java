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
package io.connectembedded.rules;

/** A broken house rule: {@code subject} is what an exception names, {@code size} is 0 where nothing is counted. */
record Finding(String rule, String subject, int size, String remedy) {
    static Finding of(String rule, String subject, String remedy) {
        return new Finding(rule, subject, 0, remedy);
    }

    @Override
    public String toString() {
        return rule + " | " + subject + (size == 0 ? "" : " | " + size) + ": " + remedy;
    }
}
